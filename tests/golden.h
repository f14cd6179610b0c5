#ifndef TESTS_GOLDEN_H
#define TESTS_GOLDEN_H

/* Frames that were agreed on, in tests/frames; for tests that speak cmocka. */

#include <stdio.h>
#include <stdlib.h>

#include "planes.h"

static inline void golden_read(const char *name, struct buffer *out)
{
    char path[100], bytes[4096];
    size_t count;
    FILE *file;

    snprintf(path, sizeof path, "tests/frames/%s", name);
    file = fopen(path, "r");
    while (file && (count = fread(bytes, 1, sizeof bytes, file)) > 0)
        buffer_add(out, bytes, count);
    if (file)
        fclose(file);
}

static inline void golden_keep(const char *dir, const char *name,
                               const struct buffer *frame)
{
    char path[400];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", dir, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fwrite(frame->text, 1, frame->used, file);
    fclose(file);
}

/*
 * The canvas is the frame of that name. FRAMES=DIR writes what is drawn to DIR instead,
 * to be looked at and taken over.
 */
static inline void golden_check(const struct canvas *canvas, const char *name)
{
    const char *dir = getenv("FRAMES");
    struct buffer want = {0}, got = {0};

    write_glyphs(canvas, &got);
    write_roles(canvas, &got);
    if (dir) {
        golden_keep(dir, name, &got);
    } else {
        golden_read(name, &want);
        assert_string_equal(got.text, want.text ? want.text : "no such frame");
    }
    buffer_free(&want);
    buffer_free(&got);
}

#endif
