/* The word that was probably meant. */
#include "base/nearest.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST = 40 };

struct nearest nearest_begin(const char *word)
{
    int length = (int)strlen(word);

    return (struct nearest){.word = word, .slips = length <= 2 ? 2 : length / 3 + 2};
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/*
 * Optimal string alignment distance: three rows of the table of slips between the first i
 * letters of a and the first j letters of b.
 */
static int count_slips(const char *a, const char *b)
{
    int rows[3][LONGEST + 1];
    int na = (int)strlen(a), nb = (int)strlen(b);

    for (int j = 0; j <= nb; j++)
        rows[0][j] = j;
    for (int i = 1; i <= na; i++) {
        int *now = rows[i % 3], *above = rows[(i + 2) % 3], *higher = rows[(i + 1) % 3];

        now[0] = i;
        for (int j = 1; j <= nb; j++) {
            now[j] = least(least(above[j], now[j - 1]) + 1,
                           above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], higher[j - 2] + 1);
        }
    }
    return rows[na % 3][nb];
}

void nearest_offer(struct nearest *n, const char *candidate)
{
    int slips;

    if (strlen(n->word) > LONGEST || strlen(candidate) > LONGEST)
        return;
    slips = count_slips(n->word, candidate);
    if (slips > 1 && strlen(n->word) >= 2 && strstr(candidate, n->word) == candidate)
        slips = 1;
    if (slips < n->slips && slips < (int)strlen(candidate)) {
        n->slips = slips;
        n->best = candidate;
    }
}

const char *nearest_hint(const struct nearest *n, char out[NEAREST_HINT])
{
    out[0] = '\0';
    if (n->best)
        snprintf(out, NEAREST_HINT, "; did you mean %s?", n->best);
    return out;
}
