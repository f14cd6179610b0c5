/* How long what was told stands on the screen. */
#include <math.h>
#include <string.h>

#include "app/live.h"

/* Seconds that a line takes to be read, at the least and a character. */
static const double READ_LEAST = 4, READ = 1.0 / 12;

static double reading_time(const char *line)
{
    return fmax(READ_LEAST, READ * (double)strlen(line));
}

void live_forget(struct live *l)
{
    struct session *s = l->session;

    if (l->told != s->told) {
        l->told = s->told;
        l->told_at = l->clock;
    }
    if (!live_plays(l) || l->prompt.open || s->view.message_is_error ||
        s->message[0] == '\0' || l->clock - l->told_at < reading_time(s->message))
        return;
    session_tell(s, "", false);
    l->stale = true;
}
