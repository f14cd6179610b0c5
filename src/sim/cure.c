/* The line that each cure is for a runner, and those that a diagnosis asks for. */
#include "sim/cure.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/words.h"

static const struct setting_view *constant_of(const struct patient *who, const char *name)
{
    for (int i = 0; i < who->constants; i++)
        if (strcmp(who->constant[i].row->name, name) == 0)
            return &who->constant[i];
    return NULL;
}

static const struct setting_view *setting_of(const struct run_view *run, const char *name)
{
    for (int i = 0; i < run->settings; i++)
        if (strcmp(run->setting[i].row->name, name) == 0)
            return &run->setting[i];
    return NULL;
}

struct patient patient_of(const struct snapshot *snap, int run)
{
    return (struct patient){.run = &snap->run[run],
                            .runs = snap->runs,
                            .constants = snap->constants,
                            .constant = snap->constant};
}

const struct setting_view *patient_setting(const struct patient *who, const char *name)
{
    const struct setting_view *own = setting_of(who->run, name);

    return own ? own : constant_of(who, name);
}

/* Lines */

/* A line for one runner: its verb and what follows. */
struct order {
    const struct patient *who;
    const struct cure *cure;
    struct word verb, name, value;
};

static bool is_own(const struct run_view *run, const struct setting_view *setting)
{
    return setting >= run->own_setting && setting < run->own_setting + run->own;
}

/* What is not the runner's own needs no name of it where it is alone or all share it. */
static bool needs_name(const struct patient *who, const struct setting_view *now)
{
    const char *name = now->row->name;

    return now != constant_of(who, name) &&
           (who->runs > 1 || is_own(who->run, now) || constant_of(who, name));
}

static bool set_to(const struct order *o, const struct setting_view *now, double to,
                   char out[CURE_LINE])
{
    const struct dose dose = {.who = o->who, .now = now, .to = to};
    const bool named = needs_name(o->who, now);
    char value[NUMBER_TEXT];

    snprintf(out, CURE_LINE, "set %s%s%.40s %s", named ? o->who->run->name : "",
             named ? "." : "", now->row->name, param_text(now->row, to, value));
    return now->value != to && !(o->cure->is_vain && o->cure->is_vain(&dose));
}

static bool set_line(const struct order *o, char out[CURE_LINE])
{
    const struct setting_view *now = patient_setting(o->who, o->name.text);
    struct err err;
    double to;

    return now && param_read(now->row, o->value.text, &to, &err) &&
           set_to(o, now, to, out);
}

/* By so many notches, as the value that they come to. */
static bool nudge_line(const struct order *o, char out[CURE_LINE])
{
    const struct setting_view *now = patient_setting(o->who, o->name.text);
    double notches;

    return now && number_read(o->value.text, &notches) &&
           set_to(o, now, param_notch(now->row, now->value, (int)notches), out);
}

/* A bare name is meant of the chosen runner. */
static bool compare_line(const struct order *o, char out[CURE_LINE])
{
    bool differs = set_line(o, out);

    snprintf(out, CURE_LINE, "%s", o->cure->line);
    return differs;
}

static bool become_line(const struct order *o, char out[CURE_LINE])
{
    snprintf(out, CURE_LINE, "%s", o->cure->line);
    return strcmp(o->who->run->optimizer, o->name.text) != 0;
}

static bool pretrain_line(const struct order *o, char out[CURE_LINE])
{
    const struct run_view *run = o->who->run;
    const struct dose dose = {.who = o->who};

    snprintf(out, CURE_LINE, "%.20s %s%s%.20s", o->verb.text,
             o->who->runs > 1 ? run->name : "", o->who->runs > 1 ? " " : "",
             o->name.text);
    return run->pretrain == 0 && run->layers > 1 &&
           !(o->cure->is_vain && o->cure->is_vain(&dose));
}

struct verb {
    const char *name;
    bool (*line)(const struct order *order, char out[CURE_LINE]);
};

static const struct verb VERBS[] = {{"set", set_line},
                                    {"nudge", nudge_line},
                                    {"compare", compare_line},
                                    {"become", become_line},
                                    {"pretrain", pretrain_line}};

bool cure_line(const struct cure *cure, const struct patient *who, char out[CURE_LINE])
{
    struct words w = {.line = cure->line};
    struct order order = {.who = who, .cure = cure};
    struct err err;

    if (words_next(&w, &order.verb, &err) == WORDS_READ &&
        words_next(&w, &order.name, &err) == WORDS_READ)
        words_next(&w, &order.value, &err);
    for (size_t i = 0; i < sizeof VERBS / sizeof *VERBS; i++)
        if (strcmp(VERBS[i].name, order.verb.text) == 0)
            return VERBS[i].line(&order, out);
    snprintf(out, CURE_LINE, "%s", cure->line);
    return true;
}

/* Which of them */

static bool has_word(const struct cure *cure, const char *diagnosis)
{
    size_t length = strlen(diagnosis);
    const char *at = cure->helps;

    while (length > 0 && *at) {
        size_t word = strcspn(at, " ");

        if (word == length && strncmp(at, diagnosis, length) == 0)
            return true;
        at += word + strspn(at + word, " ");
    }
    return false;
}

/* Without a patient: anybody. */
static bool answers(const struct cure *cure, const char *diagnosis,
                    const struct patient *who)
{
    return has_word(cure, diagnosis) && (!who || !cure->fits || cure->fits(who));
}

void cure_case_of(const struct snapshot *snap, int run, struct cure_case *out)
{
    const bool races = run < snap->runs;
    const struct patient who = races ? patient_of(snap, run) : (struct patient){0};

    out->net = snap->layers > 0;
    out->diagnosis = races && who.run->findings > 0 ? who.run->finding[0].name : "";
    for (int k = 0; cures()[k].name; k++) {
        snprintf(out->line[k], CURE_LINE, "%s", cures()[k].line);
        if (races && !cure_line(&cures()[k], &who, out->line[k]))
            out->line[k][0] = '\0';
        out->answers[k] = answers(&cures()[k], out->diagnosis, races ? &who : NULL);
    }
}

int cure_at(int i, const struct cure_case *about)
{
    const enum cure_for elsewhere = about->net ? CURE_LANDSCAPE : CURE_NET;

    for (int first = 1; first >= 0; first--)
        for (int k = 0; cures()[k].name; k++)
            if (cures()[k].place != elsewhere && about->line[k][0] &&
                about->answers[k] == first && i-- == 0)
                return k;
    return -1;
}

/* In words */

enum { NAMED = 3 /* cures, at the most */ };

/* The first that answer it, at most so many; how many there are. */
static int choose(const char *diagnosis, const struct patient *who, bool net,
                  char line[NAMED][CURE_LINE])
{
    const enum cure_for elsewhere = net ? CURE_LANDSCAPE : CURE_NET;
    int count = 0;

    for (const struct cure *cure = cures(); cure->name && count < NAMED; cure++) {
        if (cure->place == elsewhere || !answers(cure, diagnosis, who))
            continue;
        snprintf(line[count], CURE_LINE, "%s", cure->line);
        count += !who || cure_line(cure, who, line[count]);
    }
    return count;
}

static size_t join(char line[NAMED][CURE_LINE], int count, char out[CURES_NAMED])
{
    size_t used = 0;

    out[0] = '\0';
    for (int i = 0; i < count && used < CURES_NAMED; i++) {
        const char *between = i == 0 ? "" : i == count - 1 ? " or " : ", ";

        used +=
            (size_t)snprintf(out + used, CURES_NAMED - used, "%s%s", between, line[i]);
    }
    return used;
}

void cure_name_some(const char *diagnosis, const struct patient *who, size_t room,
                    char out[CURES_NAMED])
{
    char line[NAMED][CURE_LINE];
    int count = choose(diagnosis, who, !who || who->run->layers > 0, line);

    while (join(line, count, out) > room && count > 1)
        count--;
}
