#include "play.h"
Suite *make_memzones_suite(void)
{
    return suite_create("memzones");
}
