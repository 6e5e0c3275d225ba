/* replay.c - gives the files named on the command line to a fuzz target once each,
 * in place of the fuzzing engine. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        uint8_t *data = NULL, *exact;
        size_t size = 0, room = 0;

        if (!file)
            return 2;
        do {
            room = room ? room * 2 : 4096;
            data = realloc(data, room);
            if (!data)
                return 2;
            size += fread(data + size, 1, room - size, file);
        } while (size == room);
        fclose(file);
        /* Exactly as many bytes as there are, so that a read behind the end is seen. */
        exact = realloc(data, size ? size : 1);
        LLVMFuzzerTestOneInput(exact ? exact : data, size);
        free(exact ? exact : data);
    }
    return 0;
}
