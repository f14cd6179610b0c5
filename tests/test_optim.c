/* Optimizers: against PyTorch's trajectories, against theory, and each one for what all promise. */
#include "race.h"

#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const TRAJECTORIES = "tests/trajectories";

static bool close_to(double want, double got)
{
    return fabs(want - got) <= 1e-9 * fmax(1, fabs(want));
}

/* The landscape that a trajectory's file name begins with. */
static landscape *landscape_of(const char *name)
{
    for (int i = 0; landscapes[i].name; i++)
        if (strncmp(landscapes[i].name, name, strlen(landscapes[i].name)) == 0)
            return landscapes[i].of;
    return NULL;
}

/* Reads the start and the race of a scene. */
static bool read_scene(const char *name, struct race *r)
{
    char path[300], line[300];
    double x = 0, y = 0;
    bool begun = false;
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", TRAJECTORIES, name);
    file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        sscanf(line, "start %lf %lf", &x, &y);
        if (strncmp(line, "race", 4) == 0)
            begun = race_begin(r, landscape_of(name), line);
    }
    if (file)
        fclose(file);
    r->x[0] = x;
    r->x[1] = y;
    return begun;
}

/* Steps the race along the rows of its CSV; false at the first that differs. */
static bool follows(const char *name, struct race *r)
{
    char path[300], line[300];
    double step, x, y, loss;
    bool agrees = true;
    int rows = 0;
    FILE *file;

    snprintf(path, sizeof path, "%s/%.*s.csv", TRAJECTORIES, (int)strcspn(name, "."),
             name);
    file = fopen(path, "r");
    while (file && agrees && fgets(line, sizeof line, file)) {
        if (sscanf(line, "%lf,%lf,%lf,%lf", &step, &x, &y, &loss) != 4)
            continue;
        while (r->done < step)
            race_step(r, 0);
        agrees = close_to(x, r->x[0]) && close_to(y, r->x[1]) &&
                 close_to(loss, r->of(r->x, NULL, NULL));
        rows++;
    }
    if (file)
        fclose(file);
    return agrees && rows > 1;
}

static void all_trajectories_are_pytorchs(void **state)
{
    DIR *folder = opendir(TRAJECTORIES);
    struct dirent *entry;
    int agree = 0, all = 0;

    (void)state;
    assert_non_null(folder);
    while ((entry = readdir(folder))) {
        struct race r;

        if (!strstr(entry->d_name, ".scene"))
            continue;
        all++;
        if (read_scene(entry->d_name, &r) && follows(entry->d_name, &r))
            agree++;
        else
            print_error("%s differs at step %g\n", entry->d_name, r.done);
    }
    closedir(folder);
    assert_int_equal(agree, all);
    assert_int_equal(all, 62);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_trajectories_are_pytorchs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
