/* gradscape run: a race as rows of numbers, written as they come. */
#include <stdio.h>
#include <string.h>

#include "app/prepare.h"
#include "base/number.h"
#include "base/output.h"

/* What a row is made of. */
struct row {
    const struct snapshot *snap;
    const struct run_view *run;
};

/* One column: a number, or else a text. The first columns are every scene's. */
struct column {
    const char *name;
    int dims; /* only in landscapes of at least so many */
    double (*number)(const struct row *row);
    const char *(*text)(const struct row *row, char *scratch, size_t size);
};

static double step(const struct row *row)
{
    return (double)row->snap->step;
}

static const char *name(const struct row *row, char *scratch, size_t size)
{
    (void)scratch;
    (void)size;
    return row->run->name;
}

static double loss(const struct row *row)
{
    return row->run->loss;
}

static double grad_norm(const struct row *row)
{
    return row->run->grad_norm;
}

static double rate(const struct row *row)
{
    return row->run->lr;
}

static const char *state(const struct row *row, char *scratch, size_t size)
{
    (void)scratch;
    (void)size;
    return run_state_name(row->run->state);
}

static double evals(const struct row *row)
{
    return row->run->evals;
}

static double x(const struct row *row)
{
    return row->run->x[0];
}

static double y(const struct row *row)
{
    return row->run->x[1];
}

static const char *diagnosis(const struct row *row, char *scratch, size_t size)
{
    size_t used = 0;

    scratch[0] = '\0';
    for (int i = 0; i < row->run->findings && used < size; i++)
        used += (size_t)snprintf(scratch + used, size - used, "%s%s", i ? "+" : "",
                                 row->run->finding[i].name);
    return scratch;
}

static const struct column COLUMNS[] = {
    {.name = "step",       .number = step},
    {.name = "run",                    .text = name},
    {.name = "loss",.number = loss},
    {.name = "grad_norm",       .number = grad_norm},
    {.name = "lr",                    .number = rate},
    {.name = "state",.text = state},
    {.name = "evals",         .number = evals},
    {.name = "x",                    .number = x},
    {.name = "y",             .number = y, .dims = 2},
    {.name = "diagnosis",      .text = diagnosis},
    {0                   },
};

enum { TEXT_MAX = 512 };

/* A way to write rows: what stands before the first one, and a row's parts. */
struct format {
    const char *name;
    void (*head)(FILE *file, int dims);
    void (*row)(FILE *file, const struct row *row);
};

static void csv_head(FILE *file, int dims)
{
    const char *comma = "";

    for (const struct column *c = COLUMNS; c->name; c++) {
        if (c->dims > dims)
            continue;
        fprintf(file, "%s%s", comma, c->name);
        comma = ",";
    }
    fputc('\n', file);
}

/* No text of a row has a comma or a quote in it: names are letters, digits and _. */
static void csv_row(FILE *file, const struct row *row)
{
    const char *comma = "";

    for (const struct column *c = COLUMNS; c->name; c++) {
        char number[NUMBER_TEXT], text[TEXT_MAX];

        if (c->dims > row->snap->dims)
            continue;
        fputs(comma, file);
        fputs(c->number ? number_exact(c->number(row), number)
                        : c->text(row, text, sizeof text),
              file);
        comma = ",";
    }
    fputc('\n', file);
}

static void json_head(FILE *file, int dims)
{
    (void)file;
    (void)dims;
}

static void json_row(FILE *file, const struct row *row)
{
    char before = '{';

    for (const struct column *c = COLUMNS; c->name; c++) {
        char number[NUMBER_TEXT], text[TEXT_MAX];

        if (c->dims > row->snap->dims)
            continue;
        fprintf(file, "%c\"%s\":", before, c->name);
        if (c->number)
            fputs(number_json(c->number(row), number), file);
        else
            fprintf(file, "\"%s\"", c->text(row, text, sizeof text));
        before = ',';
    }
    fputs("}\n", file);
}

static const struct format FORMATS[] = {
    {.name = "csv",   .head = csv_head,  .row = csv_row },
    {.name = "jsonl", .head = json_head, .row = json_row},
};

static const struct format *format_of(const struct request *request)
{
    const struct format *format = FORMATS;

    while (request->format && strcmp(format->name, request->format) != 0)
        format++;
    return format;
}

static void report(struct session *s, const struct format *format, FILE *file)
{
    const struct snapshot *snap = sim_snapshot(s->sim);

    for (int i = 0; i < snap->runs; i++)
        format->row(file, &(struct row){.snap = snap, .run = &snap->run[i]});
}

enum { LISTEN_EVERY = 1024 }; /* steps between two looks for a signal */

/* False when it was interrupted or what is written goes nowhere. */
static bool report_all(struct session *s, const struct request *request,
                       struct output *out)
{
    const struct format *format = format_of(request);

    format->head(out->file, sim_snapshot(s->sim)->dims);
    report(s, format, out->file);
    for (int64_t done = 1; done <= request->steps; done++) {
        sim_step(s->sim);
        if (done % request->every == 0 || done == request->steps)
            report(s, format, out->file);
        if (done % LISTEN_EVERY == 0 && (ferror(out->file) || output_is_interrupted(out)))
            return false;
    }
    return true;
}

static enum exit_status write_rows(struct session *s, const struct request *request)
{
    struct output out;
    struct err err;

    if (sim_snapshot(s->sim)->runs == 0) {
        fail(&err, "nobody races: write a line race OPTIMIZER");
        return complain_of(EXIT_FAILED, s->scene->name, &err);
    }
    if (!output_open(&out, request->output, &err))
        return complain(EXIT_FAILED, &err);
    if (!report_all(s, request, &out) && output_is_interrupted(&out)) {
        output_drop(&out);
        return EXIT_FAILED;
    }
    return output_close(&out, &err) ? EXIT_DONE : complain(EXIT_FAILED, &err);
}

static enum exit_status run(const struct request *request)
{
    enum exit_status status = EXIT_DONE;
    struct session *s = prepare(request, &status);

    if (s)
        status = write_rows(s, request);
    session_free(s);
    return status;
}

static const struct option *const OPTIONS[] = {
    &option_steps, &option_every,       &option_seed,   &option_set,
    &option_do,    &option_rows_format, &option_output, NULL,
};

const struct subcommand run_subcommand = {
    .name = "run",
    .operands = "SCENE",
    .least = 1,
    .most = 1,
    .kind = "scenes",
    .options = OPTIONS,
    .help = "race without a screen: a row per runner and reported step",
    .run = run,
};
