import { spawn } from 'node:child_process';

const running = new Set();

/** Ends what `capture` still waits for (a download, an install), because the run is being stopped. */
export function abortCaptures() {
  for (const child of running) child.kill('SIGTERM');
}

/** Runs a command to its end; `output` is stdout and stderr as they came. A command that is not there ends with code 127. */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    child.once('close', () => running.delete(child));
    let output = '';
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', (error) => resolve({ code: 127, output: error.message, stdout: '' }));
    child.once('close', (code, signal) => resolve({ code: code ?? 1, signal, output, stdout }));
  });
}

/** The line of a crash that names the error, or else the last line. */
export function errorLine(output) {
  const lines = output.trim().split('\n');
  return (lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1)).trim();
}
