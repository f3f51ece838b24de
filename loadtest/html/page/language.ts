/** uPlot asks the browser for its language when it loads, and fails on names that only a system knows (`en-US@posix`). */
Object.defineProperty(navigator, 'language', { value: 'en' });

export {};
