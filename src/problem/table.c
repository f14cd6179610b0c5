/* Reads a CSV file: numbers, and a header if it likes. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "problem/data.h"

enum { CELL = 64 };

struct reader {
    struct table *table;
    size_t room; /* cells */
    int line;
    struct err *err;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/*
 * The cell at *at without blanks and quotes around it; moves *at to the comma or the
 * line's end.
 */
static bool take_cell(const char **at, char cell[CELL])
{
    const char *from = *at, *to;

    from += strspn(from, " \t\r");
    *at += strcspn(*at, ",\n");
    to = *at;
    while (to > from && is_blank(to[-1]))
        to--;
    if (to - from >= 2 && *from == '"' && to[-1] == '"') {
        from++;
        to--;
    }
    if (to < from || to - from >= CELL)
        return false;
    memcpy(cell, from, (size_t)(to - from));
    cell[to - from] = '\0';
    return true;
}

static bool refuse(struct reader *r, const char *line, const char *at, const char *cell)
{
    fail_at(r->err, 1 + (int)(at - line),
            *cell ? "\"%.40s\" is not a number" : "here is no number%s", cell);
    return err_move(r->err, r->line, 1), false;
}

static void keep(struct reader *r, size_t index, double value)
{
    if (index >= r->room) {
        r->room = r->room ? 2 * r->room : 256;
        r->table->cells = memory_resize(r->table->cells, r->room, sizeof(double));
    }
    r->table->cells[index] = value;
}

/* One line; `header` becomes true for a first line that has no number at all. */
static bool read_line(struct reader *r, const char *line, const char **end, bool *header)
{
    struct table *t = r->table;
    const char *at = line, *bad = NULL;
    char cell[CELL] = "", first[CELL] = "";
    int cols = 0, numbers = 0;

    for (;;) {
        const char *from = at;
        double value = 0;
        bool fits = take_cell(&at, cell), number = fits && number_read(cell, &value);

        if (!number && !bad) {
            bad = from;
            memcpy(first, fits ? cell : "a long text",
                   fits ? CELL : sizeof "a long text");
        }
        if (cols <= INPUTS_MAX)
            keep(r, (size_t)t->rows * (size_t)t->cols + (size_t)cols, value);
        numbers += number;
        cols++;
        if (*at != ',')
            break;
        at++;
    }
    *end = at;
    *header = t->rows == 0 && t->cols == 0 && bad && numbers == 0;
    if (bad && !*header)
        return refuse(r, line, bad, first);
    if (cols < 2 || cols > INPUTS_MAX + 1)
        return fail(r->err,
                    "a row needs 2 to %d numbers, the last is the target; here are %d",
                    INPUTS_MAX + 1, cols);
    if (t->cols && cols != t->cols)
        return fail(r->err, "here are %d numbers, in the rows above %d", cols, t->cols);
    t->cols = cols;
    return true;
}

static bool read_lines(struct reader *r, const char *text)
{
    bool header;

    for (const char *end; *text; text = *end ? end + 1 : end) {
        r->line++;
        end = text + strcspn(text, "\n");
        if (text + strspn(text, " \t\r") >= end)
            continue;
        if (!read_line(r, text, &end, &header))
            return false;
        r->table->rows += !header;
        if (r->table->rows > SAMPLES_MAX)
            return fail(r->err, "more than %d rows", SAMPLES_MAX);
    }
    r->line = 1;
    return r->table->rows >= 2 ||
           fail(r->err, "a data set needs at least two rows of numbers");
}

bool table_read(const char *text, struct table *out, struct err *err)
{
    struct reader r = {.table = out, .err = err};

    *out = (struct table){0};
    if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    if (read_lines(&r, text))
        return true;
    if (err->line == 0)
        err_move(err, r.line, 1);
    free(out->cells);
    out->cells = NULL;
    return false;
}
