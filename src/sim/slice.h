#ifndef SIM_SLICE_H
#define SIM_SLICE_H

#include "math/lanczos.h"
#include "problem/net_curve.h"
#include "sim/state.h"

/*
 * A slice of a net's loss while it is made: first the plane, then the losses over it.
 * Everything works on copies, so that the runs may go on meanwhile.
 */

enum { SLICE_PLACES = 48, SLICE_MARKS = 512 };

/* Multiplications that count as one unit of work. */
#define SLICE_UNIT 65536.0

enum slice_stage { SLICE_NONE, SLICE_PLANE, SLICE_RASTER, SLICE_DONE, SLICE_REFUSED };

/* Where a run has been, and after how many updates. */
struct slice_place {
    const double *x; /* [n] borrowed from the history */
    int64_t steps;
};

/* A run's way, by slot. */
struct slice_way {
    int64_t id; /* of the run; 0 for none */
    int count;
    struct slice_point *mark; /* [SLICE_MARKS] */
};

struct slice_state {
    bool wanted;
    struct ask ask; /* as it is answered */
    enum slice_stage stage;

    /* the run whose net it is, and what that net was */
    int64_t id, taken;
    const struct problem *problem; /* as long as the run has the same */
    struct problem *twin;          /* does the work */
    uint64_t seed;
    double *values; /* [constants] */
    size_t n;

    double *block; /* all of the following */
    size_t room;
    double *centre, *axis[2], *probe; /* [n]; axes orthonormal when they are done */
    double *weighed;                  /* [n] the weights whose loss is being worked out */
    double *place;                    /* [places][n] of the path, less the centre */
    int places, most;                 /* of them, and for how many there is room */
    double length[2];                 /* of the axes before they became units */
    double strength[2];               /* eigenvalues that they belong to */

    int at; /* how far the plane is */
    double gram[SLICE_PLACES * SLICE_PLACES];
    struct lanczos *principal; /* of the matrix above */
    struct lanczos *curved;    /* of the Hessian; NULL before it is wanted */
    struct lanczos_plan plan;  /* of that */
    struct net_curve *curve;   /* multiplies by it; NULL before */
    bool multiplies;           /* a product is under way */
    double height;             /* loss at the centre, for a Hessian's window */

    struct assessment loss; /* of block `next`, at the probe */
    bool weighing;          /* that has begun */
    int stride;             /* of the blocks that are being worked out */
    int next;               /* block */
    int known;              /* cells that have values of their own */
    double *losses;
    size_t losses_room;
    struct raster raster;

    double outside;            /* of the path when the slice was taken */
    struct slice_point *marks; /* [RUNS_MAX][SLICE_MARKS] */
    struct slice_way way[RUNS_MAX];
    struct slice view;
    char words[160];
};

/* slice.c */
void slice_free(struct slice_state *s); /* NULL is fine */
void slice_ask(struct sim *sim, const struct ask *ask);
void slice_ask_nothing(struct sim *sim);
void slice_work(struct sim *sim, int *units);
bool slice_is_done(const struct sim *sim);
const struct slice *slice_view(struct sim *sim); /* NULL where none is asked for */
/* What was known of later steps is no longer true. */
void slice_branch(struct sim *sim);

struct run *slice_run(const struct sim *sim, int64_t id); /* NULL where it is gone */
/* There is no such slice, for this reason; always true, since that is an end, too. */
bool slice_refuse(struct slice_state *s, const char *words);
/* Multiplications of one loss. */
double slice_cost(const struct problem *p);

/* slice_plane.c: goes on with the axes; true when they are there or refused. */
bool slice_make_plane(struct sim *sim, struct slice_state *s, int *units);

/* slice_curve.c: the same for the Hessian's plane */
bool slice_make_hessian(struct sim *sim, struct slice_state *s, int *units);

/* slice_path.c */
/* Copies what is known of the run's path. */
void slice_take_path(struct sim *sim, struct slice_state *s, struct run *run);
/* Shows the ways of all runs on axes that are there. */
void slice_show_paths(struct sim *sim, struct slice_state *s);
struct slice_point slice_project(struct slice_state *s, const double *x, int64_t steps);
/* More of the path is outside now than there was, by a good part of it. */
bool slice_is_stale(struct sim *sim, struct slice_state *s, struct run *run);
void slice_see_paths(struct sim *sim, struct slice_state *s);

/* slice_raster.c */
/* The window for these axes, and its losses from the beginning. */
void slice_open(struct sim *sim, struct slice_state *s);
void slice_begin_raster(struct sim *sim, struct slice_state *s);
/* Goes on with the losses; true when all are there. */
bool slice_make_raster(struct sim *sim, struct slice_state *s, int *units);

#endif
