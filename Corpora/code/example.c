/* A fixed-capacity ring buffer of temperature readings, and a small program
 * that prints the moving average of the numbers on standard input. */

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

struct ring {
    double *values;
    size_t capacity;
    size_t head;  /* where the next value goes */
    size_t count; /* how many values are valid */
    double sum;
};

static bool ring_init(struct ring *r, size_t capacity)
{
    if (capacity == 0)
        return false;
    r->values = calloc(capacity, sizeof *r->values);
    if (r->values == NULL)
        return false;
    r->capacity = capacity;
    r->head = 0;
    r->count = 0;
    r->sum = 0.0;
    return true;
}

static void ring_free(struct ring *r)
{
    free(r->values);
    r->values = NULL;
    r->capacity = 0;
}

/* Adds a value and drops the oldest one when the buffer is full. */
static void ring_push(struct ring *r, double value)
{
    if (r->count == r->capacity)
        r->sum -= r->values[r->head];
    else
        r->count++;

    r->values[r->head] = value;
    r->sum += value;
    r->head = (r->head + 1) % r->capacity;

    /* Start afresh once per lap, so that rounding errors do not pile up. */
    if (r->head == 0) {
        r->sum = 0.0;
        for (size_t i = 0; i < r->count; i++)
            r->sum += r->values[i];
    }
}

static double ring_mean(const struct ring *r)
{
    return r->count == 0 ? NAN : r->sum / (double)r->count;
}

static bool parse_window(const char *text, size_t *window)
{
    char *end = NULL;

    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < 1 || value > 10000)
        return false;
    *window = (size_t)value;
    return true;
}

int main(int argc, char **argv)
{
    size_t window = 8;
    struct ring readings;

    if (argc > 2 || (argc == 2 && !parse_window(argv[1], &window))) {
        fprintf(stderr, "usage: %s [window between 1 and 10000]\n", argv[0]);
        return EXIT_FAILURE;
    }
    if (!ring_init(&readings, window)) {
        fputs("out of memory\n", stderr);
        return EXIT_FAILURE;
    }

    char line[128];
    unsigned long number = 0;
    while (fgets(line, sizeof line, stdin) != NULL) {
        char *end = NULL;
        double value = strtod(line, &end);

        number++;
        if (end == line || !isfinite(value)) {
            fprintf(stderr, "line %lu: not a number, skipped\n", number);
            continue;
        }
        ring_push(&readings, value);
        printf("%lu\t%.2f\t%.3f\n", number, value, ring_mean(&readings));
    }

    ring_free(&readings);
    return ferror(stdin) ? EXIT_FAILURE : EXIT_SUCCESS;
}
