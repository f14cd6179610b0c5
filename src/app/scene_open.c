/* Makes the simulation that a scene's head describes. */
#include <string.h>

#include "app/command.h"
#include "app/scene.h"
#include "base/words.h"

static const double DOMAIN_REACH = 5;
static const double START_SHARE = 0.8;

static bool refuse_axes(const struct scene_axes *at, const char *what, struct err *err)
{
    fail_at(err, 1, "%s", what);
    err_move(err, at->line, at->col);
    return false;
}

/*
 * How many dimensions domain and start speak of; 0 for neither, -1 and an err for a
 * contradiction.
 */
static int named_axes(const struct scene *scene, struct err *err)
{
    int domain = scene->domain_at.axes, start = scene->start_at.axes;

    if (domain == 0 || start == 0 || domain == start)
        return domain ? domain : start;
    refuse_axes(&scene->start_at,
                start == 1 ? "the domain has two ranges: write start X Y"
                           : "the domain has one range: write start X",
                err);
    return -1;
}

struct problem *scene_problem(const struct scene *scene, struct err *err)
{
    struct landscape_text text = {
        .formula = scene->formula,
        .constants = scene->constants,
        .constant = scene->constant,
    };
    int axes = named_axes(scene, err);
    struct problem *problem = axes < 0 ? NULL : landscape_new(&text, err);

    if (axes >= 0 && !problem)
        err_move(err, scene->formula_at.line, scene->formula_at.col);
    if (!problem || axes == 0 || axes == problem->n)
        return problem;
    text.dims = axes > problem->n ? axes : 0;
    problem_free(problem);
    if (text.dims)
        return landscape_new(&text, err);
    if (scene->domain_at.axes)
        refuse_axes(&scene->domain_at, "the landscape has a y: write domain X0:X1 Y0:Y1",
                    err);
    else
        refuse_axes(&scene->start_at, "the landscape has a y: write start X Y", err);
    return NULL;
}

static struct window domain_of(const struct scene *scene)
{
    struct window domain = scene->domain;

    for (int axis = scene->domain_at.axes; axis < AXES; axis++) {
        domain.low[axis] = -DOMAIN_REACH;
        domain.high[axis] = DOMAIN_REACH;
    }
    return domain;
}

static struct sim_plan plan_of(const struct scene *scene, struct problem *problem)
{
    struct sim_plan plan = {
        .title = scene->title ? scene->title : scene->name,
        .about = scene->about ? scene->about : "",
        .formula = scene->formula ? scene->formula : "",
        .problem = problem,
        .domain = domain_of(scene),
        .seed = SCENE_SEED,
    };

    for (int axis = 0; axis < AXES; axis++) {
        double low = plan.domain.low[axis], high = plan.domain.high[axis];

        plan.start[axis] = axis < scene->start_at.axes ? scene->start[axis]
                                                       : low + START_SHARE * (high - low);
    }
    return plan;
}

static bool obey_line(struct sim *sim, const struct scene_line *line, struct err *err)
{
    if (sim_command(sim, line->text, err))
        return true;
    err_move(err, line->number, 1);
    return false;
}

static int order_of(const struct scene_line *line)
{
    struct words w = {.line = line->text};
    struct word name;
    struct err ignored;

    words_next(&w, &name, &ignored);
    return command_sim_number(name.text);
}

/*
 * In the order of the simulation's own table, which has race before what changes racers.
 */
static bool obey_head(struct sim *sim, const struct scene *scene, struct err *err)
{
    for (int number = 0; sim_commands()[number].name; number++)
        for (int i = 0; i < scene->lines; i++)
            if (order_of(&scene->line[i]) == number &&
                !obey_line(sim, &scene->line[i], err))
                return false;
    return true;
}

struct sim *scene_open(const struct scene *scene, struct err *err)
{
    struct problem *problem =
        scene->net.line ? scene_net(scene, SCENE_SEED, err) : scene_problem(scene, err);
    struct sim_plan plan;
    struct sim *sim;

    if (!problem)
        return NULL;
    plan = plan_of(scene, problem);
    sim = sim_new(&plan);
    if (obey_head(sim, scene, err))
        return sim;
    sim_free(sim);
    return NULL;
}
