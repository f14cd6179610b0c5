/* Finds the kernels that this machine can run. */
#include "math/kernels.h"

extern const struct kernels kernels_generic;

static const struct kernels *const PLAIN[] = {&kernels_generic, NULL};

#if defined(__x86_64__) && !defined(KERNELS_GENERIC_ONLY)

extern const struct kernels kernels_avx2, kernels_avx512;

static const struct kernels *const WITH_AVX2[] = {&kernels_generic, &kernels_avx2, NULL};
static const struct kernels *const WITH_AVX512[] = {&kernels_generic, &kernels_avx2,
                                                    &kernels_avx512, NULL};

const struct kernels *const *kernels_all(void)
{
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2"))
        return PLAIN;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
        return WITH_AVX512;
    return WITH_AVX2;
}

#else

const struct kernels *const *kernels_all(void)
{
    return PLAIN;
}

#endif

const struct kernels *kernels_best(void)
{
    const struct kernels *const *set = kernels_all();

    while (set[1])
        set++;
    return *set;
}
