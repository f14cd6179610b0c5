/* gradscape probe: all that is known of one point, as JSON. */
#include "sim/probe.h"

#include <stdio.h>

#include "app/prepare.h"
#include "base/number.h"

/* [a,b,...] of count numbers. */
static void print_list(FILE *file, const double *numbers, int count)
{
    char number[NUMBER_TEXT];

    for (int i = 0; i < count; i++)
        fprintf(file, "%c%s", i ? ',' : '[', number_json(numbers[i], number));
    fputc(']', file);
}

static void print(FILE *file, const void *context)
{
    const struct probe *p = context;
    char number[NUMBER_TEXT];

    fprintf(file, "{\"value\":%s,\"gradient\":", number_json(p->value, number));
    print_list(file, p->gradient, p->dims);
    fputs(",\"hessian\":", file);
    for (int i = 0; i < p->dims; i++) {
        fputc(i ? ',' : '[', file);
        print_list(file, p->curvature.hessian[i], p->dims);
    }
    fputs("],\"eigenvalues\":", file);
    print_list(file, p->curvature.values, p->dims);
    fprintf(file, ",\"kind\":\"%s\"}\n", point_kind_name(p->curvature.kind));
}

static enum exit_status probe(struct session *s, const struct request *request)
{
    int dims = sim_snapshot(s->sim)->dims;
    struct probe point;
    struct err err;

    if (dims == 0) {
        fail(&err, "a net has no place to probe: gradscape dump has all of it");
        return complain_of(EXIT_FAILED, s->scene->name, &err);
    }
    if (request->axes != dims) {
        fail(&err, "this landscape has %s: write --at %s",
             dims == 1 ? "an x alone" : "x and y", dims == 1 ? "X" : "X Y");
        return complain(EXIT_USAGE, &err);
    }
    sim_probe(s->sim, request->point, &point);
    return print_whole(print, &point);
}

static enum exit_status run(const struct request *request)
{
    enum exit_status status = EXIT_DONE;
    struct session *s = prepare(request, &status);

    if (s)
        status = probe(s, request);
    session_free(s);
    return status;
}

static const struct option *const OPTIONS[] = {&option_point, NULL};

const struct subcommand probe_subcommand = {
    .name = "probe",
    .operands = "SCENE",
    .least = 1,
    .most = 1,
    .kind = "scenes",
    .options = OPTIONS,
    .help =
        "value, gradient, Hessian, eigenvalues and the kind of point at a place, as JSON",
    .run = run,
};
