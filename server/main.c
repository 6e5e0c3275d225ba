/* main.c - the program: mmscope serve | run | replay | lab | exercise | bench | help | version. */
#include "cli.h"
#include "exercises.h"
#include "options.h"
#include "serve.h"

#include <stdio.h>
#include <string.h>

static int main_help(int argc, char **argv);

static int main_version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("mmscope " MMSCOPE_VERSION);
    return 0;
}

static const struct {
    const char *word;
    int (*run)(int argc, char **argv);
    const char *help;
} commands[] = {
    {"serve", serve, "serve the page and the API (--host, --port; see help serve)"},
    {"run", cli_run,
     "run a scenario: run FILE|- [--events] [--step N] [--proc FILE] [--format text|json]"},
    {"replay", cli_replay,
     "run a trace headless: replay KIND FILE [--machine \"...\"] [--repeat N]"},
    {"lab", cli_lab,
     "page replacement over a trace: lab --policy P,... --frames N,... --trace FILE"},
    {"exercise", cli_exercise,
     "a problem from a seed, and its solution: exercise KIND [--seed N] [--solve]; exercise "
     "--help"},
    {"bench", cli_bench, "print marks of speed and size"},
    {"help", main_help, "this list; help serve; help VERB for a command of the language"},
    {"version", main_version, "the program's version"},
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static int main_help(int argc, char **argv)
{
    if (argc > 0 && !strcmp(argv[0], "serve")) {
        puts("mmscope serve [--option value]...    also as MMSCOPE_OPTION in the environment\n");
        options_help();
        return 0;
    }
    if (argc > 0)
        return cli_help(argc, argv);
    puts("mmscope - a microscope for Linux memory management\n");
    for (unsigned i = 0; i < COMMANDS; i++)
        printf("  mmscope %-8s %s\n", commands[i].word, commands[i].help);
    puts("\nThe command language, one line a command:\n");
    return cli_help(0, argv);
}

int main(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "help";

    if (!strcmp(word, "--help") || !strcmp(word, "-h"))
        word = "help";
    if (!strcmp(word, "--version"))
        word = "version";
    for (unsigned i = 0; i < COMMANDS; i++)
        if (!strcmp(word, commands[i].word))
            return commands[i].run(argc > 2 ? argc - 2 : 0, argv + (argc > 2 ? 2 : argc));
    fprintf(stderr, "mmscope: '%s' is not known; mmscope help lists what is\n", word);
    return 2;
}
