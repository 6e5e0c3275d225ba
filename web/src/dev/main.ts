// The views by themselves, on the recorded fixture: `npx vite`, then /dev.html?seq=7&theme=dark&lang=zh. Not part of the build.

import { mount } from 'svelte';
import Harness from './Harness.svelte';

mount(Harness, { target: document.getElementById('app')! });
