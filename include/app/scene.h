#ifndef APP_SCENE_H
#define APP_SCENE_H

#include "app/source.h"
#include "problem/landscape.h"
#include "problem/net.h"
#include "sim/sim.h"

/*
 * A scene: a head, which says what there is, and a script, which says what happens. The
 * head ends at the first command that lets time pass or speaks. Its lines may stand in
 * any order, except that racers start in the order of their lines.
 */

enum { SCENE_SPEED = 20, SCENE_SEED = 1 }; /* unless the scene says otherwise */

/* One command as it stands in the text; borrowed from the scene. */
struct scene_line {
    const char *text;
    int number; /* from 1 */
};

/*
 * What is written in the text by line: which numbers, on which line, beginning at which
 * column.
 */
struct scene_axes {
    int axes; /* 0 while the line is missing */
    int line, col;
};

/* A net as it is written; the line is 0 while there is none. */
struct scene_net {
    int line, data_line, data_col;
    struct net_settings set;
    bool given[NET_SETTINGS]; /* which numbers the scene names */
    char *table;              /* the file of data, or NULL */
};

struct scene {
    char *name;                    /* what messages call it */
    char *text;                    /* every line ended by a NUL */
    char *title, *about, *formula; /* NULL while missing */
    struct scene_axes formula_at;
    struct landscape_constant constant[LANDSCAPE_CONSTANTS];
    int constants;
    struct scene_net net;
    struct scene_axes domain_at, start_at;
    struct window domain;
    double start[AXES];
    double speed; /* steps a second; inf for as fast as it goes */
    bool paused;
    struct scene_line
        *line; /* [lines] the head's commands to the simulation, racers first */
    int lines;
    struct scene_line *script; /* [scripts] */
    int scripts;
    int reading; /* the line being read, for messages */
};

/* Reads the head and splits off the script; NULL and an err with its place otherwise. */
struct scene *scene_read(const struct source *source, struct err *err);
void scene_free(struct scene *scene); /* NULL is fine */

/*
 * The simulation that the head describes, at step 0. NULL and an err with its place
 * otherwise. It keeps nothing of the scene.
 */
struct sim *scene_open(const struct scene *scene, struct err *err);

/*
 * The net that the head describes, on data of this seed; NULL and an err with its place
 * otherwise.
 */
struct problem *scene_net(const struct scene *scene, uint64_t seed, struct err *err);

/*
 * Dimensions: two when the formula names y or domain or start have two numbers, else one.
 * A missing domain is -5 to 5; a missing start lies at four fifths of the domain.
 */
struct problem *scene_problem(const struct scene *scene, struct err *err);

#endif
