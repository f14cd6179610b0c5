/* gradscape run: a race as rows of numbers, written as they come. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/prepare.h"
#include "base/number.h"
#include "base/output.h"

/* What a row is made of. */
struct row {
    const struct snapshot *snap;
    const struct run_view *run;
    int layer; /* that a cell of it speaks of */
};

/* One column: a number, or else a text. The first columns are every scene's. */
struct column {
    const char *name;
    bool (*in)(const struct snapshot *snap); /* where it is shown */
    bool each_layer; /* once for every layer, whose name it gets */
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

static double accuracy(const struct row *row)
{
    return row->run->accuracy;
}

static double test_loss(const struct row *row)
{
    return row->run->test_loss;
}

static double test_accuracy(const struct row *row)
{
    return row->run->test_accuracy;
}

static double layer_gradient(const struct row *row)
{
    int last = row->run->layers - 1, deepest = row->snap->layers - 1;

    if (row->layer == deepest)
        return row->run->layer[last].gradient;
    return row->layer < last ? row->run->layer[row->layer].gradient : NAN;
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

static bool always(const struct snapshot *snap)
{
    (void)snap;
    return true;
}

static bool has_map(const struct snapshot *snap)
{
    return snap->dims > 0;
}

static bool has_two_axes(const struct snapshot *snap)
{
    return snap->dims > 1;
}

static bool has_data(const struct snapshot *snap)
{
    return snap->examples > 0;
}

static bool has_layers(const struct snapshot *snap)
{
    return snap->layers > 0;
}

static const struct column COLUMNS[] = {
    {.name = "step", .in = always, .number = step},
    {.name = "run", .in = always, .text = name},
    {.name = "loss", .in = always, .number = loss},
    {.name = "grad_norm", .in = always, .number = grad_norm},
    {.name = "lr", .in = always, .number = rate},
    {.name = "state", .in = always, .text = state},
    {.name = "evals", .in = always, .number = evals},
    {.name = "x", .in = has_map, .number = x},
    {.name = "y", .in = has_two_axes, .number = y},
    {.name = "accuracy", .in = has_data, .number = accuracy},
    {.name = "test_loss", .in = has_data, .number = test_loss},
    {.name = "test_accuracy", .in = has_data, .number = test_accuracy},
    {.name = "grad_", .in = has_layers, .number = layer_gradient, .each_layer = true},
    {.name = "diagnosis", .in = always, .text = diagnosis},
    {0},
};

/* The next cell of a row, from {.column = COLUMNS} on; false past the last. */
struct place {
    const struct column *column;
    int layer; /* of a column that every layer has */
};

static bool is_shown(const struct place *cell, const struct snapshot *snap)
{
    return cell->column->in(snap) &&
           (!cell->column->each_layer || cell->layer < snap->layers);
}

static bool next_cell(struct place *cell, const struct snapshot *snap)
{
    while (cell->column->name && !is_shown(cell, snap))
        *cell = (struct place){.column = cell->column + 1};
    return cell->column->name != NULL;
}

static void pass_cell(struct place *cell)
{
    if (cell->column->each_layer)
        cell->layer++;
    else
        cell->column++;
}

/* Names are those of the deepest net: 1, 2, ... out. */
static const char *name_of_layer(const struct snapshot *snap, int layer)
{
    for (int i = 0; i < snap->runs; i++)
        if (snap->run[i].layers == snap->layers)
            return snap->run[i].layer[layer].name;
    return "";
}

/* A column's name, of which a layer's ends in the layer's. */
static void print_name(FILE *file, const struct place *cell, const struct snapshot *snap)
{
    fputs(cell->column->name, file);
    if (cell->column->each_layer)
        fputs(name_of_layer(snap, cell->layer), file);
}

enum { TEXT_MAX = 512 };

/* A way to write rows: what stands before the first one, and a row's parts. */
struct format {
    const char *name;
    void (*head)(FILE *file, const struct snapshot *snap);
    void (*row)(FILE *file, struct row *row);
};

static void csv_head(FILE *file, const struct snapshot *snap)
{
    const char *comma = "";

    for (struct place cell = {COLUMNS, 0}; next_cell(&cell, snap); pass_cell(&cell)) {
        fputs(comma, file);
        print_name(file, &cell, snap);
        comma = ",";
    }
    fputc('\n', file);
}

/* No text of a row has a comma or a quote in it: names are letters, digits and _. */
static void csv_row(FILE *file, struct row *row)
{
    const char *comma = "";

    for (struct place cell = {COLUMNS, 0}; next_cell(&cell, row->snap);
         pass_cell(&cell)) {
        char number[NUMBER_TEXT], text[TEXT_MAX];
        const struct column *c = cell.column;

        row->layer = cell.layer;
        fputs(comma, file);
        fputs(c->number ? number_exact(c->number(row), number)
                        : c->text(row, text, sizeof text),
              file);
        comma = ",";
    }
    fputc('\n', file);
}

static void json_head(FILE *file, const struct snapshot *snap)
{
    (void)file;
    (void)snap;
}

static void json_row(FILE *file, struct row *row)
{
    char before = '{';

    for (struct place cell = {COLUMNS, 0}; next_cell(&cell, row->snap);
         pass_cell(&cell)) {
        char number[NUMBER_TEXT], text[TEXT_MAX];
        const struct column *c = cell.column;

        row->layer = cell.layer;
        fprintf(file, "%c\"", before);
        print_name(file, &cell, row->snap);
        fputs("\":", file);
        if (c->number)
            fputs(number_json(c->number(row), number), file);
        else
            fprintf(file, "\"%s\"", c->text(row, text, sizeof text));
        before = ',';
    }
    fputs("}\n", file);
}

static const struct format FORMATS[] = {
    {.name = "csv", .head = csv_head, .row = csv_row},
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

    format->head(out->file, sim_snapshot(s->sim));
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

    if (!sim_has_runner(s->sim, &err))
        return complain_of(EXIT_FAILED, s->scene->name, &err);
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
