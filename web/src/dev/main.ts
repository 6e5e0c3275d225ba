// The views by themselves, on the recorded fixture: `npx vite`, then /dev.html?seq=7&theme=dark&lang=zh, or ?lab=replace. Not part of the build.

import { mount } from 'svelte';
import '../app/style.css';
import Harness from './Harness.svelte';
import LabHarness from './LabHarness.svelte';

mount(new URLSearchParams(location.search).has('lab') ? LabHarness : Harness, { target: document.getElementById('app')! });
