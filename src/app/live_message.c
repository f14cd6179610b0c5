/* How long what was told stands on the screen. */
#include "app/live.h"

static const double READ = 4; /* seconds that a line takes to be read */

void live_forget(struct live *l)
{
    struct session *s = l->session;

    if (l->told != s->told) {
        l->told = s->told;
        l->told_at = l->clock;
    }
    if (!live_plays(l) || l->prompt.open || s->view.message_is_error ||
        s->message[0] == '\0' || l->clock - l->told_at < READ)
        return;
    session_tell(s, "", false);
    l->stale = true;
}
