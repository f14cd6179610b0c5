/* The screen as a text or a picture. */
#include "app/picture.h"

#include <string.h>

#include "app/keymap.h"

const struct encoder *picture_encoder(const char *name)
{
    for (const struct encoder *e = encoders(); e->name; e++)
        if (strcmp(e->name, name) == 0)
            return e;
    return NULL;
}

/* A picture has the line of keys that the screen has while nothing lies over it. */
static void write_keys(const struct view *view, struct buffer *keys)
{
    const char *const contexts[] = {view->has_cross ? CONTEXT_CROSS : "",
                                    panes()[view->focus]->name, "", NULL};

    keymap_hints(view->has_cross ? contexts : contexts + 1, keys);
}

void picture_draw(struct session *s, const struct encoder *encoder, struct buffer *out)
{
    struct canvas canvas = {0};
    struct asks asks = {0};
    struct buffer keys = {0};
    struct view view;
    struct scene_view look = session_look(s);

    screen_ask(&look, s->cols, s->rows, &asks);
    sim_ask(s->sim, &asks);
    sim_finish(s->sim);
    look = session_look(s);
    view = *look.view;
    write_keys(&view, &keys);
    view.keys = keys.text ? keys.text : "";
    view.prompt = NULL;
    look.view = &view;
    canvas_resize(&canvas, s->cols, s->rows);
    canvas.glyphs = s->view.glyphs;
    canvas.colours = s->view.colours;
    screen_draw(&canvas, &look);
    encoder->encode(&canvas, &s->theme, out);
    canvas_free(&canvas);
    buffer_free(&keys);
}
