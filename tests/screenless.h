#ifndef TESTS_SCREENLESS_H
#define TESTS_SCREENLESS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/live.h"

/* A screen that shows nothing. */

static inline void nothing(struct backend *b)
{
    (void)b;
}

static const struct backend_kind NOWHERE = {.name = "nowhere", .forget = nothing};

static inline struct live *begin_on(const char *scene)
{
    static struct backend backend = {.kind = &NOWHERE};
    struct live *l = calloc(1, sizeof *l);
    struct err err;
    char *name;

    l->session = session_open(scene, &name, &err);
    free(name);
    assert_non_null(l->session);
    l->session->live = l;
    l->backend = &backend;
    l->ability = (struct ability){.cols = 80, .rows = 24, .colours = 256, .utf8 = true};
    l->candidate = -1;
    l->session->view.paused = true;
    return l;
}

static inline struct live *begin(void)
{
    return begin_on("saddle");
}

static inline void end(struct live *l)
{
    menu_free(&l->menu);
    buffer_free(&l->hints);
    canvas_free(&l->canvas);
    canvas_free(&l->numbers);
    session_free(l->session);
    free(l);
}

/* The key that keys_name calls so; 0 for none. */
static inline uint32_t key_called(const char *name)
{
    static const uint32_t HELD[] = {0, PRESS_SHIFT, PRESS_ALT, PRESS_CTRL};
    char text[KEY_NAME];

    for (size_t h = 0; h < sizeof HELD / sizeof *HELD; h++)
        for (uint32_t code = 1; code <= PRESS_LAST;
             code = code == 127 ? PRESS_FIRST : code + 1)
            if (strcmp(keys_name(code | HELD[h], text), name) == 0)
                return code | HELD[h];
    return 0;
}

static inline void press(struct live *l, const char *names)
{
    char name[KEY_NAME];
    struct err err;

    while (*names) {
        size_t length = strcspn(names, " ");

        snprintf(name, sizeof name, "%.*s", (int)length, names);
        assert_true(key_called(name) != 0);
        live_press(l, key_called(name));
        session_finish(l->session, &err);
        live_obey_waiting(l);
        names += length + strspn(names + length, " ");
    }
}

#endif
