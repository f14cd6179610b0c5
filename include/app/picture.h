#ifndef APP_PICTURE_H
#define APP_PICTURE_H

#include "app/session.h"
#include "draw/encode.h"

/* The encoder of this name, or NULL. */
const struct encoder *picture_encoder(const char *name);

/*
 * Adds the whole screen as it is now, of s->cols * s->rows cells, once all that it asks
 * for is known.
 */
void picture_draw(struct session *s, const struct encoder *encoder, struct buffer *out);

#endif
