#ifndef TESTS_NET_SIM_H
#define TESTS_NET_SIM_H

/* Small nets in a simulation, for tests that speak cmocka, whose header comes first. */

#include "problem/net.h"
#include "sim/condition.h"
#include "sim/dump.h"
#include "sim/sim.h"

static inline void obey(struct sim *sim, const char *line)
{
    struct err err;

    if (!sim_command(sim, line, &err))
        fail_msg("%s: %s", line, err.text);
}

static inline struct sim *net_sim(struct net_settings set)
{
    struct err err;
    struct sim_plan plan = {.domain = {{-5, -5}, {5, 5}}, .seed = 1};

    plan.problem = net_new(&set, NULL, 1, &err);
    assert_non_null(plan.problem);
    return sim_new(&plan);
}

static inline struct sim *small(void)
{
    struct net_settings set = net_defaults();

    set.depth = 2;
    set.width = 6;
    set.dropout = 0.2;
    set.data.samples = 60;
    set.data.augment = 0.05;
    return net_sim(set);
}

static inline char *dump(struct sim *sim, const char *run)
{
    struct buffer out = {0};
    struct err err;

    assert_true(sim_dump(sim, run, &out, &err));
    return out.text;
}

static inline void walk(struct sim *sim, int steps)
{
    while (steps-- > 0)
        sim_step(sim);
}

static inline double ask(struct sim *sim, const char *text)
{
    struct err err;
    struct condition *c = condition_read(text, sim, &err);
    bool holds;

    if (!c)
        fail_msg("%s: %s", text, err.text);
    holds = condition_holds(c, sim);
    condition_free(c);
    return holds;
}

#endif
