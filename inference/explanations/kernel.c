/* The path-table kernel. inference/explanations/tables.py describes the arrays and has checked every index.
   Sums are 64-bit integers: exact, so the order of additions does not matter and numpy gets the same bits. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#if defined(__x86_64__) && defined(__GNUC__)
#define HAVE_AVX2 1
#include <immintrin.h>
#endif

enum { CUTS = 8 };

typedef struct {
    int64_t groups, features;
    double unit;
    const int32_t *cut_feature;
    const float *cut_threshold;
    const uint8_t *cut_nan;
    const uint32_t *row_start;
    const uint16_t *term_feature;
    const int32_t *terms;
    const int64_t *width_end; /* [8]: groups with at most k + 1 features */
} tables;

/* The tables outgrow the nearer caches: asking for all rows before the first is used halves what a cold one costs. */
static inline void fetch(const tables *t, uint32_t row) {
#ifdef __GNUC__
    __builtin_prefetch(t->terms + CUTS * (int64_t)row);
#else
    (void)t, (void)row;
#endif
}

static void find_rows(const tables *t, const float *x, int missing, uint32_t *row) {
    for (int64_t g = 0; g < t->groups; g++) {
        const int32_t *feature = t->cut_feature + CUTS * g;
        const float *threshold = t->cut_threshold + CUTS * g;
        uint32_t above = 0, nan = 0;
        for (int j = 0; j < CUTS; j++) above |= (uint32_t)(x[feature[j]] > threshold[j]) << j;
        if (missing) {
            for (int j = 0; j < CUTS; j++) nan |= (uint32_t)(x[feature[j]] != x[feature[j]]) << j;
            above |= nan & t->cut_nan[g];
        }
        row[g] = t->row_start[g] + above;
        fetch(t, row[g]);
    }
}

#ifdef HAVE_AVX2
__attribute__((target("avx2"))) static void find_rows_avx2(const tables *t, const float *x, int missing,
                                                           uint32_t *row) {
    for (int64_t g = 0; g < t->groups; g++) {
        __m256i feature = _mm256_loadu_si256((const __m256i *)(t->cut_feature + CUTS * g));
        __m256 value = _mm256_i32gather_ps(x, feature, 4);
        __m256 threshold = _mm256_loadu_ps(t->cut_threshold + CUTS * g);
        uint32_t above = (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(value, threshold, _CMP_GT_OQ));
        if (missing) {
            uint32_t nan = (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(value, value, _CMP_UNORD_Q));
            above |= nan & t->cut_nan[g];
        }
        row[g] = t->row_start[g] + above;
        fetch(t, row[g]);
    }
}
#endif

static inline void add_terms(const tables *t, const uint32_t *row, int64_t *sum, int64_t from, int64_t to, int width) {
    for (int64_t g = from; g < to; g++) {
        const int32_t *term = t->terms + CUTS * (int64_t)row[g];
        const uint16_t *feature = t->term_feature + CUTS * g;
        for (int j = 0; j < width; j++) sum[feature[j]] += term[j];
    }
}

#define ADD(width) add_terms(t, row, sum, t->width_end[(width) - 2], t->width_end[(width) - 1], (width))

/* out: double[rows, features]. Returns 0, or 1 without memory. */
int countermark_explain(const tables *t, const float *matrix, int64_t rows, double *out) {
    uint32_t *row = malloc(sizeof(uint32_t) * (size_t)(t->groups + 1));
    int64_t *sum = malloc(sizeof(int64_t) * (size_t)(t->features + 1));
    if (row == NULL || sum == NULL) {
        free(row);
        free(sum);
        return 1;
    }
#ifdef HAVE_AVX2
    int avx2 = __builtin_cpu_supports("avx2");
#endif
    for (int64_t i = 0; i < rows; i++) {
        const float *x = matrix + i * t->features;
        int missing = 0;
        for (int64_t f = 0; f < t->features; f++) missing |= x[f] != x[f];
#ifdef HAVE_AVX2
        if (avx2) find_rows_avx2(t, x, missing, row);
        else
#endif
            find_rows(t, x, missing, row);
        memset(sum, 0, sizeof(int64_t) * (size_t)t->features);
        add_terms(t, row, sum, 0, t->width_end[0], 1);
        ADD(2); ADD(3); ADD(4); ADD(5); ADD(6); ADD(7); ADD(8);
        for (int64_t f = 0; f < t->features; f++) out[i * t->features + f] = (double)sum[f] * t->unit;
    }
    free(row);
    free(sum);
    return 0;
}
