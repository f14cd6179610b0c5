/* Finds the fused kernels of an instruction set. */
#include "math/fused.h"

#include <string.h>

extern const struct fused fused_generic;

#if defined(__x86_64__) && !defined(KERNELS_GENERIC_ONLY)

extern const struct fused fused_avx2, fused_avx512;

#endif

struct set_row {
    const char *set;
    const struct fused *fused;
};

static const struct set_row SETS[] = {
    {"generic", &fused_generic},
#if defined(__x86_64__) && !defined(KERNELS_GENERIC_ONLY)
    {"avx2", &fused_avx2},
    {"avx512", &fused_avx512},
#endif
};

const struct fused *fused_like(const struct kernels *kernels)
{
    for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++)
        if (strcmp(SETS[i].set, kernels->set) == 0)
            return SETS[i].fused;
    return &fused_generic;
}
