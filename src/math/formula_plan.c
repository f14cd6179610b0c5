/*
 * From nodes to a program: what is reachable, sorted by how often a grid needs it, with
 * slots for results that are shared by those that do not live at the same time.
 */
#include "math/formula_program.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* What planning knows of a node. */
struct fact {
    uint32_t slot;
    uint32_t last;   /* the last step that uses it */
    uint8_t used;    /* reachable from the result */
    uint8_t depends; /* D_BIT of D_X and D_Y: what its value depends on */
    /* used by a later stage, which repeats: never gives its slot back */
    uint8_t outlives;
};

struct slots {
    uint32_t *spare;
    uint32_t spare_count;
    uint32_t next;
};

struct planner {
    const struct builder *from;
    struct fact *facts;
    uint32_t *order; /* nodes that are steps, by stage */
    struct formula *f;
};

static bool is_leaf(const struct node *n)
{
    return n->code == OP_literal || n->code == OP_quantity;
}

static enum stage stage_of(uint8_t depends)
{
    static const enum stage STAGE_OF[] = {
        [0] = STAGE_ONCE,
        [D_BIT(D_X)] = STAGE_X,
        [D_BIT(D_Y)] = STAGE_Y,
        [D_BIT(D_X) | D_BIT(D_Y)] = STAGE_POINT,
    };

    return STAGE_OF[depends];
}

static void mark_used(struct planner *p, uint32_t result)
{
    p->facts[result].used = 1;
    for (uint32_t i = result + 1; i-- > 0;) {
        const struct node *n = &p->from->nodes[i];

        if (!p->facts[i].used || is_leaf(n))
            continue;
        p->facts[n->a].used = 1;
        p->facts[n->b].used = 1;
    }
}

static void find_dependence(struct planner *p)
{
    for (uint32_t i = 0; i < p->from->count; i++) {
        const struct node *n = &p->from->nodes[i];
        struct fact *fact = &p->facts[i];

        if (!fact->used || n->code == OP_literal)
            continue;
        if (n->code == OP_quantity) {
            fact->depends = n->a == 0 ? D_BIT(D_X) : n->a == 1 ? D_BIT(D_Y) : 0;
            continue;
        }
        fact->depends = p->facts[n->a].depends | p->facts[n->b].depends;
    }
}

static void sort_steps(struct planner *p)
{
    uint32_t count = 0;

    for (int stage = 0; stage < STAGES; stage++) {
        for (uint32_t i = 0; i < p->from->count; i++)
            if (p->facts[i].used && !is_leaf(&p->from->nodes[i]) &&
                (int)stage_of(p->facts[i].depends) == stage)
                p->order[count++] = i;
        p->f->stage_end[stage] = (int)count;
    }
    p->f->count = (int)count;
}

static void note_use(struct planner *p, uint32_t node, uint32_t by, uint32_t step)
{
    struct fact *fact = &p->facts[node];

    fact->last = step;
    if (stage_of(fact->depends) != stage_of(p->facts[by].depends))
        fact->outlives = 1;
}

static void find_lives(struct planner *p, uint32_t result)
{
    for (uint32_t i = 0; i < (uint32_t)p->f->count; i++) {
        const struct node *n = &p->from->nodes[p->order[i]];

        note_use(p, n->a, p->order[i], i);
        note_use(p, n->b, p->order[i], i);
    }
    p->facts[result].outlives = 1;
}

static double literal_of(const struct node *n)
{
    uint64_t bits = (uint64_t)n->a << 32 | n->b;
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/*
 * Leaves that are the same all over a grid come first; x and y have the two slots at
 * `once`.
 */
static void place_leaves(struct planner *p, struct slots *once)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < p->from->count; i++)
        count += p->facts[i].used && p->from->nodes[i].code == OP_quantity;
    p->f->leaves = memory_new(count, sizeof *p->f->leaves);
    for (uint32_t i = 0; i < p->from->count; i++) {
        const struct node *n = &p->from->nodes[i];
        struct fact *fact = &p->facts[i];

        if (!fact->used || !is_leaf(n))
            continue;
        fact->outlives = 1;
        if (!fact->depends)
            fact->slot = once->next++;
        if (n->code == OP_quantity)
            p->f->leaves[p->f->leaf_count++] = (struct leaf){(int)n->a, i};
    }
}

static uint32_t take(struct slots *s)
{
    return s->spare_count ? s->spare[--s->spare_count] : s->next++;
}

static void give_back(struct planner *p, struct slots *s, uint32_t node, uint32_t step)
{
    struct fact *fact = &p->facts[node];

    if (fact->last == step && !fact->outlives) {
        s->spare[s->spare_count++] = fact->slot;
        fact->outlives = 1;
    }
}

static void place_steps(struct planner *p, struct slots *s, int from, int to)
{
    for (int i = from; i < to; i++) {
        uint32_t node = p->order[i];
        const struct node *n = &p->from->nodes[node];

        p->facts[node].slot = take(s);
        give_back(p, s, n->a, (uint32_t)i);
        give_back(p, s, n->b, (uint32_t)i);
    }
}

static void place_variables(struct planner *p)
{
    for (int i = 0; i < p->f->leaf_count; i++) {
        struct leaf *leaf = &p->f->leaves[i];

        if (leaf->number < FORMULA_VARIABLES)
            p->facts[leaf->slot].slot = p->f->once + (uint32_t)leaf->number;
        leaf->slot = p->facts[leaf->slot].slot;
    }
}

static void place_all(struct planner *p)
{
    struct slots s = {
        .spare = memory_new((size_t)p->f->count, sizeof *s.spare),
        .next = SLOT_NOTHING + 1,
    };
    int once_end = p->f->stage_end[STAGE_ONCE];

    place_leaves(p, &s);
    place_steps(p, &s, 0, once_end);
    p->f->once = s.next;
    place_variables(p);
    s.next += FORMULA_VARIABLES;
    s.spare_count = 0;
    place_steps(p, &s, once_end, p->f->count);
    p->f->slots = s.next;
    free(s.spare);
}

static void write_steps(struct planner *p)
{
    p->f->steps = memory_new((size_t)p->f->count, sizeof *p->f->steps);
    for (int i = 0; i < p->f->count; i++) {
        const struct node *n = &p->from->nodes[p->order[i]];
        const struct fact *a = &p->facts[n->a], *b = &p->facts[n->b];
        const struct fact *out = &p->facts[p->order[i]];

        p->f->steps[i] = (struct step){
            .code = (uint8_t)n->code,
            .stage = (uint8_t)stage_of(out->depends),
            .stage_a = (uint8_t)stage_of(a->depends),
            .stage_b = (uint8_t)stage_of(b->depends),
            .a = a->slot,
            .b = formula_rules[n->code].binary ? b->slot : SLOT_NOTHING,
            .out = out->slot,
            .only_next = out->last == (uint32_t)i + 1,
        };
    }
}

static void fill_values(struct planner *p)
{
    p->f->values = memory_new(p->f->slots, sizeof *p->f->values);
    for (uint32_t i = 0; i < p->from->count; i++)
        if (p->facts[i].used && p->from->nodes[i].code == OP_literal)
            p->f->values[p->facts[i].slot] = literal_of(&p->from->nodes[i]);
}

/*
 * Literals, and the derivatives of x and y by themselves, stand in their slots for good.
 */
static void fill_duals(struct formula *f)
{
    f->duals = memory_new(f->slots, sizeof *f->duals);
    for (uint32_t i = 0; i < f->slots; i++)
        f->duals[i].d[D_VALUE] = f->values[i];
    f->duals[f->once] = (struct dual){.d[D_X] = 1, .there = D_BIT(D_X)};
    f->duals[f->once + 1] = (struct dual){.d[D_Y] = 1, .there = D_BIT(D_Y)};
}

static void plan(struct planner *p, uint32_t root)
{
    p->facts = memory_new(p->from->count, sizeof *p->facts);
    p->order = memory_new(p->from->count, sizeof *p->order);
    mark_used(p, root);
    find_dependence(p);
    sort_steps(p);
    find_lives(p, root);
    place_all(p);
    write_steps(p);
    p->f->result = p->facts[root].slot;
    p->f->result_stage = (uint8_t)stage_of(p->facts[root].depends);
    fill_values(p);
    free(p->facts);
    free(p->order);
}

struct formula *formula_plan(struct builder *b, struct operand result)
{
    uint32_t root = build_node(b, result);
    struct planner p = {.from = b, .f = memory_new(1, sizeof *p.f)};

    plan(&p, root);
    builder_free(b);
    fill_duals(p.f);
    return p.f;
}

void formula_free(struct formula *f)
{
    if (!f)
        return;
    free(f->steps);
    free(f->leaves);
    free(f->values);
    free(f->duals);
    formula_free_grid(f->grid);
    free(f);
}

bool formula_uses(const struct formula *f, int number)
{
    for (int i = 0; i < f->leaf_count; i++)
        if (f->leaves[i].number == number)
            return true;
    return false;
}

int formula_length(const struct formula *f)
{
    return f->count;
}
