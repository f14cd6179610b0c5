/* From a key to a line of the language, and from the line to what it does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/command.h"
#include "app/keymap.h"
#include "app/live.h"
#include "pane/pane.h"

enum { COUNT_MOST = 1000000000 };

void live_contexts(const struct live *l, const char *contexts[CONTEXTS_MAX])
{
    const struct view *view = &l->session->view;
    int n = 0;

    if (l->prompt.open)
        contexts[n++] = CONTEXT_PROMPT;
    else if (l->menu.kind != MENU_NONE)
        contexts[n++] = l->menu.kind == MENU_HELP ? CONTEXT_HELP : CONTEXT_MENU;
    if (n == 0 && view->has_cross)
        contexts[n++] = CONTEXT_CROSS;
    if (n == 0 || !keymap_is_exclusive(contexts[0])) {
        contexts[n++] = panes()[view->focus]->name;
        contexts[n++] = "";
    }
    contexts[n] = NULL;
}

static void tell_error(struct live *l, const struct err *err)
{
    session_tell(l->session, err->text, true);
}

static int places_of(const char *line)
{
    char name[32];
    struct command row;
    struct err err;

    snprintf(name, sizeof name, "%.*s", (int)strcspn(line, " "), line);
    return command_find(name, &row, &err) >= 0 ? row.places : 0;
}

/* What the terminal cannot show is not drawn, whatever was chosen. */
static void keep_to_ability(struct live *l)
{
    struct session *s = l->session;

    if (!l->ability.utf8 && s->view.glyphs->utf8) {
        s->view.glyphs = glyph_sets();
        session_tell(
            s, "this terminal's locale has no UTF-8: nothing but ASCII can be shown",
            true);
    }
    if (s->view.colours > l->ability.colours) {
        s->view.colours = s->theme.colours = l->ability.colours;
        session_tell(s, "this terminal does not have that many colours", true);
    }
}

static bool do_line(struct live *l, const char *line, struct err *err)
{
    bool done = session_command(l->session, line, err);

    if (places_of(line) & COMMAND_BREAKS)
        l->waits = 0;
    if (!done)
        tell_error(l, err);
    keep_to_ability(l);
    return done;
}

/* Steps are under way, or one that is too long to be waited for. */
static bool is_under_way(const struct live *l)
{
    const struct sim *sim = l->session->sim;

    return session_is_busy(l->session) ||
           (sim_is_stepping(sim) && sim_steps_are_long(sim));
}

static bool has_to_wait(const struct live *l, const char *line)
{
    return (is_under_way(l) || l->waits > 0) &&
           !(places_of(line) & (COMMAND_LOOKS | COMMAND_BREAKS));
}

static void put_off(struct live *l, struct waiting_line line)
{
    if (l->waits < WAITING_MAX)
        l->waiting[l->waits++] = line;
}

static void expand(struct live *l, const struct key_row *row, int64_t count,
                   struct buffer *line)
{
    const struct scene_view look = session_look(l->session);
    const struct run_view *run =
        look.snap->runs > 0 ? &look.snap->run[look.view->run] : NULL;
    struct key_values values = {
        .count = count > 0 ? count : 1,
        .run = run ? run->name : "",
        .setting =
            run && run->settings > 0 ? run->setting[look.view->setting].row->name : "",
        .seed = look.snap->seed + 1,
        .step = look.snap->step,
        .ahead = look.snap->last_step - look.snap->step,
    };

    keymap_expand(row, &values, line);
}

static bool is_open(const struct live *l)
{
    return l->prompt.open || l->menu.kind != MENU_NONE;
}

/*
 * The line that a key means is shown, unless the key only opens what can be seen anyway.
 */
static void do_row(struct live *l, const struct key_row *row, int64_t count)
{
    struct buffer line = {0};
    struct err err;

    expand(l, row, count, &line);
    if (has_to_wait(l, line.text)) {
        put_off(l, (struct waiting_line){.row = row, .count = count});
    } else {
        session_tell(l->session, line.text, false);
        if (do_line(l, line.text, &err) && is_open(l))
            session_tell(l->session, "", false);
    }
    buffer_free(&line);
}

void live_obey(struct live *l, const char *line)
{
    struct waiting_line waiting = {0};
    struct err err;

    if (!has_to_wait(l, line)) {
        session_tell(l->session, "", false);
        do_line(l, line, &err);
        return;
    }
    snprintf(waiting.text, sizeof waiting.text, "%s", line);
    put_off(l, waiting);
}

void live_obey_waiting(struct live *l)
{
    while (l->waits > 0 && !is_under_way(l)) {
        struct waiting_line first = l->waiting[0];
        int waits = --l->waits;

        memmove(l->waiting, l->waiting + 1, (size_t)waits * sizeof *l->waiting);
        l->waits = 0;
        if (first.row)
            do_row(l, first.row, first.count);
        else
            live_obey(l, first.text);
        l->waits = waits;
        l->changed = true;
    }
}

bool live_close(struct live *l)
{
    bool any = is_open(l);

    if (any) {
        prompt_close(&l->prompt);
        menu_close(&l->menu);
        return true;
    }
    any = session_is_busy(l->session) || l->waits > 0;
    session_stop(l->session);
    l->waits = 0;
    return any;
}

/* The prompt */

static void tell_candidates(struct live *l)
{
    struct buffer text = {0};

    for (int i = 0; i < l->candidates.count; i++)
        buffer_format(&text, "%s%s", i ? "  " : "", l->candidates.word[i]);
    if (l->candidates.count != 1)
        session_tell(l->session, text.used ? text.text : "no word begins like that",
                     false);
    buffer_free(&text);
}

/* As far as all candidates agree. */
static void put_common(struct live *l)
{
    const struct candidates *c = &l->candidates;
    char common[CANDIDATE_BYTES];
    size_t same;

    snprintf(common, sizeof common, "%s", c->word[0]);
    for (int i = 1; i < c->count; i++) {
        for (same = 0; common[same] && common[same] == c->word[i][same]; same++)
            continue;
        common[same] = '\0';
    }
    if (strlen(common) > l->prompt.at - c->from)
        prompt_replace(&l->prompt, c->from, common);
}

static void begin_completion(struct live *l)
{
    struct candidates *c = &l->candidates;

    complete(l->session, l->prompt.text, l->prompt.at, c);
    tell_candidates(l);
    if (c->count == 0)
        return;
    put_common(l);
    if (c->count == 1 && !strchr("=.", c->word[0][strlen(c->word[0]) - 1]))
        prompt_type(&l->prompt, ' ');
    l->candidate = c->count;
}

/* The first time as far as it is sure, then one candidate after the other. */
static void complete_by(struct live *l, int by)
{
    struct candidates *c = &l->candidates;

    if (l->candidate < 0 || c->count < 2) {
        begin_completion(l);
        return;
    }
    l->candidate = (l->candidate + by + c->count + 1) % (c->count + 1);
    if (l->candidate == c->count)
        l->candidate = by > 0 ? 0 : c->count - 1;
    prompt_replace(&l->prompt, c->from, c->word[l->candidate]);
}

/* The one command that begins so, or that of them whose key it is: q is quit. */
static bool find_meant(const struct candidates *c, const char *word, char *out,
                       size_t size)
{
    const struct key_row *key = keymap_find("", word);

    if (c->count == 0)
        return false;
    snprintf(out, size, "%s", c->word[0]);
    if (c->count > 1 && key)
        snprintf(out, size, "%.*s", (int)strcspn(key->line, " "), key->line);
    return c->count == 1 || (key && strncmp(out, word, strlen(word)) == 0);
}

static void write_out(struct live *l)
{
    struct prompt *p = &l->prompt;
    struct candidates *c = &l->candidates;
    size_t first = strspn(p->text, " "), end = first + strcspn(p->text + first, " ");
    char word[PROMPT_BYTES], meant[PROMPT_BYTES];

    if (end == first || places_of(p->text + first) != 0)
        return;
    complete(l->session, p->text, end, c);
    snprintf(word, sizeof word, "%.*s", (int)(end - first), p->text + first);
    if (!find_meant(c, word, meant, sizeof meant))
        return;
    while (p->at > end)
        prompt_edit(p, "left");
    while (p->at < end)
        prompt_edit(p, "right");
    prompt_replace(p, first, meant);
}

/* A line that fails stays, and shows where it went wrong. */
static void obey_prompt(struct live *l)
{
    struct prompt *p = &l->prompt;
    struct err err;
    char line[PROMPT_BYTES];

    write_out(l);
    memcpy(line, p->text, sizeof line);
    prompt_keep(p);
    session_tell(l->session, line, false);
    if (has_to_wait(l, line)) {
        live_obey(l, line);
        return;
    }
    err.col = 0;
    if (!do_line(l, line, &err))
        prompt_refuse(p, line, err.col);
}

static void edit_line(struct live *l, const char *word)
{
    if (strcmp(word, "complete") == 0 || strcmp(word, "uncomplete") == 0) {
        complete_by(l, word[0] == 'c' ? 1 : -1);
        return;
    }
    l->candidate = -1;
    if (strcmp(word, "obey") == 0)
        obey_prompt(l);
    else
        prompt_edit(&l->prompt, word);
}

static void pick(struct live *l, const char *word)
{
    struct buffer line = {0};

    if (strcmp(word, "this") != 0) {
        menu_pick(&l->menu, word, l->ability.rows);
    } else if (menu_take(&l->menu, &line)) {
        menu_close(&l->menu);
        live_obey(l, line.text);
        if (!l->session->message[0])
            session_tell(l->session, line.text, false);
    }
    buffer_free(&line);
}

/*
 * Lines of the table that are no commands: they mean the prompt or the menu that is open.
 */
struct verb_row {
    const char *verb;
    void (*act)(struct live *l, const char *word);
};

static const struct verb_row VERBS[] = {
    {"edit ", edit_line},
    {"pick ", pick},
};

static void press_row(struct live *l, const struct key_row *row)
{
    int64_t count = l->count;

    l->count = 0;
    for (size_t i = 0; i < sizeof VERBS / sizeof *VERBS; i++) {
        size_t length = strlen(VERBS[i].verb);

        if (strncmp(row->line, VERBS[i].verb, length) == 0) {
            VERBS[i].act(l, row->line + length);
            return;
        }
    }
    do_row(l, row, count);
}

/* Characters that no row has taken. */
static void press_text(struct live *l, uint32_t point)
{
    if (l->prompt.open) {
        l->candidate = -1;
        prompt_type(&l->prompt, point);
    } else {
        menu_type(&l->menu, point);
    }
}

static bool press_digit(struct live *l, uint32_t key)
{
    char text[32];

    if (key < '0' || key > '9' || (key == '0' && l->count == 0))
        return false;
    l->count = l->count * 10 + (int64_t)key - '0';
    if (l->count > COUNT_MOST)
        l->count = COUNT_MOST;
    snprintf(text, sizeof text, "%lld", (long long)l->count);
    session_tell(l->session, text, false);
    return true;
}

static const struct key_row *find_row(const char *const contexts[], uint32_t key)
{
    const struct key_row *row = NULL;
    char name[KEY_NAME];

    keys_name(key, name);
    for (int i = 0; contexts[i] && !row; i++)
        row = keymap_find(contexts[i], name);
    return row;
}

static void tell_unbound(struct live *l, uint32_t key)
{
    char name[KEY_NAME], text[KEY_NAME + 64];

    snprintf(text, sizeof text, "%s does nothing here; ? shows all keys",
             keys_name(key, name));
    session_tell(l->session, text, false);
    l->count = 0;
}

/*
 * What comes out of a clipboard is text, and may do nothing but stand in a line that is
 * being typed.
 */
static void press_pasted(struct live *l, uint32_t key)
{
    if ((l->prompt.open || l->menu.kind == MENU_CHOICE) && keys_is_text(key))
        press_text(l, key);
}

static void press_typed(struct live *l, uint32_t key)
{
    const char *contexts[CONTEXTS_MAX];
    const struct key_row *row;
    bool exclusive;

    live_contexts(l, contexts);
    exclusive = keymap_is_exclusive(contexts[0]);
    if (!exclusive && press_digit(l, key))
        return;
    row = find_row(contexts, key);
    if (row)
        press_row(l, row);
    else if (exclusive && keys_is_text(key))
        press_text(l, key);
    else if (!exclusive)
        tell_unbound(l, key);
}

/* Esc and a key typed at once look like the key with Alt. */
static bool is_escape_and_key(const struct live *l, uint32_t key)
{
    const char *contexts[CONTEXTS_MAX];

    live_contexts(l, contexts);
    return (key & PRESS_ALT) && !find_row(contexts, key);
}

void live_press(struct live *l, uint32_t key)
{
    l->changed = l->touched = true;
    if (key & PRESS_PASTED) {
        press_pasted(l, key & ~(uint32_t)PRESS_PASTED);
        return;
    }
    if (is_escape_and_key(l, key)) {
        press_typed(l, PRESS_ESCAPE);
        key &= ~(uint32_t)PRESS_ALT;
    }
    press_typed(l, key);
}
