/* What is happening and what to try, in plain words, beside the line that was given. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "draw/line.h"
#include "pane/rows.h"

enum { GAP = 3, TEXT = 768 };

static const char NOBODY[] = "Nobody races: o adds a runner.";

/*
 * Of the chosen runner the first finding, else another's, else what the scene is about.
 */
static const struct finding *first_finding(const struct scene_view *scene)
{
    const struct snapshot *snap = scene->snap;
    const struct run_view *chosen = view_chosen(scene->view, snap);

    if (chosen && chosen->findings > 0)
        return &chosen->finding[0];
    for (int i = 0; i < snap->runs; i++)
        if (snap->run[i].findings > 0)
            return &snap->run[i].finding[0];
    return NULL;
}

/* What may be cut, and behind it what may not. */
struct saying {
    const char *message, *sentence, *advice;
    int kept;        /* bytes of the sentence, */
    const char *end; /* and what follows them */
};

/* What is happening; where nothing does, what the scene is about. */
static struct saying saying_of(const struct scene_view *scene)
{
    const struct finding *found = first_finding(scene);
    struct saying s = {.message = scene->view->message ? scene->view->message : "",
                       .end = ""};

    s.sentence = scene->snap->runs == 0 ? NOBODY
                 : found                ? found->sentence
                                        : scene->snap->about;
    s.advice = scene->snap->runs == 0 ? scene->snap->about : found ? found->advice : "";
    s.kept = (int)strlen(s.sentence);
    return s;
}

static void write_saying(const struct saying *s, char out[TEXT])
{
    snprintf(out, TEXT, "%s%*s%.*s%s%s%s", s->message, s->message[0] ? GAP : 0, "",
             s->kept, s->sentence, s->end, s->advice[0] && s->kept > 0 ? " " : "",
             s->advice);
}

/* Its last word goes; of what it says first no part, but for who it is of. */
static void cut_word(struct saying *s, const char *ellipsis)
{
    int who = (int)strcspn(s->sentence, " "), least = (int)strcspn(s->sentence, ".,:;");

    s->end = ellipsis;
    if (s->kept <= least) {
        s->kept = s->kept > who ? who : 0;
        s->end = s->kept > 0 ? ":" : "";
        return;
    }
    while (s->kept > least && s->sentence[s->kept - 1] != ' ')
        s->kept--;
    while (s->kept > least && strchr(" ,:;", s->sentence[s->kept - 1]))
        s->kept--;
}

/*
 * All of it in the rows that there are; what to try is the last thing to be cut. False
 * where the message leaves no room for it.
 */
static bool fit(struct saying *s, const struct area *a, char out[TEXT])
{
    write_saying(s, out);
    while (s->advice[0] && s->kept > 0 && area_wrap(a, -1, out) > a->rows) {
        cut_word(s, a->canvas->glyphs->ellipsis);
        write_saying(s, out);
    }
    return !s->message[0] || area_wrap(a, -1, out) <= a->rows;
}

void words_draw(const struct area *a, const struct scene_view *scene)
{
    struct area inside = area_part(a, (struct box){1, 0, a->cols - 2, a->rows});
    struct saying s = saying_of(scene);
    char text[TEXT];

    if (scene->view->message_is_error && s.message[0]) {
        area_wrap(&inside, ROLE_BAD, s.message);
        return;
    }
    if (fit(&s, &inside, text))
        area_wrap(&inside, ROLE_PLAIN, text);
    if (s.message[0])
        area_wrap(&inside, ROLE_GOOD, s.message);
}
