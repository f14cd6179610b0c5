/*
 * Completion at the prompt, read from usage lines and from the tables that the words come
 * from.
 */
#include "app/complete.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/listing.h"
#include "app/menu.h"
#include "app/session.h"
#include "optim/settings.h"

enum { WORD_ROOM = 128 };

/* What is being completed. */
struct asking {
    struct session *session;
    const struct snapshot *snap;
    char typed[WORD_ROOM];  /* the word so far */
    char before[WORD_ROOM]; /* the word in front of it */
    struct candidates *found;
};

static void offer(struct asking *a, const char *word)
{
    struct candidates *f = a->found;

    if (f->count == CANDIDATES_MAX || strncmp(word, a->typed, strlen(a->typed)) != 0)
        return;
    for (int i = 0; i < f->count; i++)
        if (strcmp(f->word[i], word) == 0)
            return;
    snprintf(f->word[f->count++], CANDIDATE_BYTES, "%s", word);
}

static void offer_listing(struct asking *a, const char *kind)
{
    const struct listing *listing = listing_find(kind);
    struct listed row;

    for (int i = 0; listing->row(i, &row); i++)
        offer(a, row.name);
}

static void offer_optimizers(struct asking *a)
{
    offer_listing(a, "optimizers");
}

static void offer_scenes(struct asking *a)
{
    offer_listing(a, "scenes");
}

static void offer_panes(struct asking *a)
{
    offer_listing(a, "panes");
}

static void offer_layouts(struct asking *a)
{
    offer_listing(a, "layouts");
}

static void offer_layer_quantities(struct asking *a)
{
    offer_listing(a, "quantities");
}

static void offer_layers(struct asking *a)
{
    for (int i = 0; a->snap->runs > 0 && i < a->snap->run[0].layers; i++)
        offer(a, a->snap->run[0].layer[i].name);
}

static void offer_themes(struct asking *a)
{
    offer_listing(a, "themes");
}

static void offer_glyphs(struct asking *a)
{
    offer_listing(a, "glyphs");
}

static void offer_menus(struct asking *a)
{
    for (const struct menu_row *m = menus(); m->name; m++)
        offer(a, m->name);
}

static void offer_runs(struct asking *a)
{
    for (int i = 0; i < a->snap->runs; i++)
        offer(a, a->snap->run[i].name);
}

static void offer_of_run(struct asking *a, const struct run_view *run,
                         const struct param *row)
{
    char word[CANDIDATE_BYTES];

    snprintf(word, sizeof word, "%s.%s", run->name, row->name);
    offer(a, word);
}

static void offer_settings(struct asking *a, const struct run_view *run, bool qualified)
{
    for (int i = 0; i < run->settings; i++)
        if (qualified)
            offer_of_run(a, run, run->setting[i].row);
        else
            offer(a, run->setting[i].row->name);
    for (int i = 0; qualified && i < a->snap->own_constants; i++)
        offer_of_run(a, run, a->snap->constant[i].row);
}

static void offer_names(struct asking *a)
{
    const struct snapshot *snap = a->snap;

    for (int i = 0; i < snap->constants; i++)
        offer(a, snap->constant[i].row->name);
    for (int qualified = 0; qualified < 2; qualified++)
        for (int run = 0; run < snap->runs; run++)
            offer_settings(a, &snap->run[run], qualified);
}

static const struct setting_view *find_in(const struct setting_view *list, int count,
                                          const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(list[i].row->name, name) == 0)
            return &list[i];
    return NULL;
}

/* The setting that is called name or RUN.name, NULL for none. */
static const struct setting_view *find(const struct asking *a, const char *name)
{
    const struct snapshot *snap = a->snap;
    const struct setting_view *found = find_in(snap->constant, snap->constants, name);

    for (int i = 0; !found && i < snap->runs; i++) {
        const struct run_view *run = &snap->run[i];
        size_t length = strlen(run->name);
        bool own = strncmp(run->name, name, length) == 0 && name[length] == '.';

        found = find_in(run->setting, run->settings, own ? name + length + 1 : name);
        if (!found && own)
            found = find_in(snap->constant, snap->own_constants, name + length + 1);
    }
    return found;
}

/* The words of a choice; of a number its present value. */
static void offer_values(struct asking *a)
{
    const struct setting_view *setting = find(a, a->before);
    char text[NUMBER_TEXT];

    if (setting && setting->row->choices)
        for (const char *const *c = setting->row->choices; *c; c++)
            offer(a, *c);
    else if (setting)
        offer(a, param_text(setting->row, setting->value, text));
}

/* Of grad.LAYER all that can be taken as it is. */
static size_t before_layer(const char *name)
{
    const char *layer = strstr(name, "LAYER");

    return layer ? (size_t)(layer - name) : strlen(name);
}

static void offer_quantities(struct asking *a)
{
    char word[CANDIDATE_BYTES];
    const struct listing *kinds[] = {listing_find("conditions"),
                                     listing_find("diagnoses")};
    struct listed row;

    for (int k = 0; k < 2; k++)
        for (int run = 0; run < a->snap->runs; run++)
            for (int i = 0; kinds[k]->row(i, &row); i++) {
                snprintf(word, sizeof word, "%s.%.*s", a->snap->run[run].name,
                         (int)before_layer(row.name), row.name);
                offer(a, word);
            }
}

/* What stands before = is the name of a setting; behind it, one of its words. */
static void offer_assignment(struct asking *a, const struct param *row)
{
    char word[CANDIDATE_BYTES];

    snprintf(word, sizeof word, "%s=", row->name);
    if (!row->choices || strncmp(a->typed, word, strlen(word)) != 0) {
        offer(a, word);
        return;
    }
    for (const char *const *c = row->choices; *c; c++) {
        snprintf(word, sizeof word, "%s=%s", row->name, *c);
        offer(a, word);
    }
}

static void offer_assignments(struct asking *a)
{
    for (int i = 0; i < SETTINGS_COUNT; i++)
        offer_assignment(a, settings_row(i));
    for (int i = 0; i < a->snap->own_constants; i++)
        offer_assignment(a, a->snap->constant[i].row);
}

/* The words of usage lines that stand for others. */
struct kind_row {
    const char *word;
    void (*offer)(struct asking *a);
};

static const struct kind_row KINDS[] = {
    {"OPTIMIZER", offer_optimizers}, {"SCENE", offer_scenes},
    {"PANE", offer_panes},           {"LAYOUT", offer_layouts},
    {"THEME", offer_themes},         {"GLYPHS", offer_glyphs},
    {"MENU", offer_menus},           {"RUN", offer_runs},
    {"NAME", offer_names},           {"VALUE", offer_values},
    {"CONDITION", offer_quantities}, {"QUANTITY", offer_layer_quantities},
    {"LAYER", offer_layers},         {"name=value", offer_assignments},
};

/* One alternative of a usage word; small letters stand for themselves. */
static void offer_alternative(struct asking *a, const char *alternative)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (strcmp(KINDS[i].word, alternative) == 0) {
            KINDS[i].offer(a);
            return;
        }
    if (islower((unsigned char)alternative[0]))
        offer(a, alternative);
}

static void offer_word(struct asking *a, const char *usage, size_t length)
{
    char alternative[64];

    for (size_t i = 0, used = 0; i <= length; i++) {
        bool ends = i == length || usage[i] == '|';

        if (ends) {
            alternative[used] = '\0';
            offer_alternative(a, alternative);
            used = 0;
        } else if (!strchr("[]", usage[i]) && used + 1 < sizeof alternative) {
            alternative[used++] = usage[i];
        }
    }
}

/* Word number `wanted` of the usage line; its last one again for all that follow. */
static void offer_argument(struct asking *a, const char *usage, int wanted)
{
    const char *word = usage;
    size_t length = strcspn(usage, " ");

    for (int i = 0; i < wanted; i++) {
        const char *next = word + length + strspn(word + length, " ");
        size_t next_length = strcspn(next, " ");

        if (!*next || strncmp(next, "...", 3) == 0 || *next == '|')
            break;
        word = next;
        length = next_length;
    }
    if (word != usage)
        offer_word(a, word, length);
}

static void offer_commands(struct asking *a)
{
    struct command row;

    for (int i = 0; command_row(i, &row); i++)
        if (row.places & COMMAND_LIVE)
            offer(a, row.name);
}

/*
 * The words of the line before the cursor; returns how many stand in front of the last
 * one.
 */
static int split(struct asking *a, const char *line, size_t at, char *first)
{
    int count = 0;
    size_t from = 0;

    for (size_t i = 0; i < at; i++)
        if (line[i] == ' ') {
            if (i > from) {
                snprintf(a->before, sizeof a->before, "%.*s", (int)(i - from),
                         line + from);
                if (count++ == 0)
                    memcpy(first, a->before, sizeof a->before);
            }
            from = i + 1;
        }
    snprintf(a->typed, sizeof a->typed, "%.*s", (int)(at - from), line + from);
    a->found->from = from;
    return count;
}

void complete(struct session *session, const char *line, size_t at,
              struct candidates *found)
{
    struct asking a = {
        .session = session, .snap = sim_snapshot(session->sim), .found = found};
    char first[WORD_ROOM] = "";
    struct command row;
    struct err err;
    int words;

    found->count = 0;
    words = split(&a, line, at, first);
    if (words == 0)
        offer_commands(&a);
    else if (command_find(first, &row, &err) >= 0)
        offer_argument(&a, row.usage, words);
}
