/* The screen as a text or a picture. */
#include "app/picture.h"

#include <string.h>

const struct encoder *picture_encoder(const char *name)
{
    for (const struct encoder *e = encoders(); e->name; e++)
        if (strcmp(e->name, name) == 0)
            return e;
    return NULL;
}

void picture_draw(struct session *s, const struct encoder *encoder, struct buffer *out)
{
    struct canvas canvas = {0};
    struct asks asks = {0};
    struct scene_view look = session_look(s);

    screen_ask(&look, s->cols, s->rows, &asks);
    sim_ask(s->sim, &asks);
    sim_finish(s->sim);
    look = session_look(s);
    canvas_resize(&canvas, s->cols, s->rows);
    canvas.glyphs = s->view.glyphs;
    canvas.colours = s->view.colours;
    screen_draw(&canvas, &look);
    encoder->encode(&canvas, &s->theme, out);
    canvas_free(&canvas);
}
