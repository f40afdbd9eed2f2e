/** The page of the bench of lists: which list it shows is said after the # of its address. */
import { mount } from 'svelte';
import Lists from './Lists.svelte';

mount(Lists, { target: document.body, props: { kind: location.hash.slice(1) } });
