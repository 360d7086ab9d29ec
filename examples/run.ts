/** `npm run example -- vanilla`: bundles a page and serves it, or runs a program of this folder. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';

const [name = '', ...args] = process.argv.slice(2);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const program = [here(`${name}.ts`), here(`${name}/main.ts`)].find((path) => existsSync(path));

if (name === '' || !(program || existsSync(here(`${name}/index.html`)))) {
  console.error('Say which: npm run example -- vanilla | react | node-worker | node-worker/make-orders');
  process.exitCode = 64;
} else if (!existsSync(here('../sdk/dist/index.js'))) {
  console.error('The SDK is not built: run `npm run up` once, or `npm run build -- --dev`.');
  process.exitCode = 1;
} else if (existsSync(here(`${name}/index.html`))) {
  const files = await bundle(name);
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url ?? '', 'http://here').pathname);
    response.writeHead(file ? 200 : 404, { 'Content-Type': file?.type ?? 'text/plain' }).end(file?.content);
  });
  const wanted = process.env.EXAMPLE_PORT ?? '5173'; // PORT is the server's
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    console.error(
      `Port ${wanted} is taken, maybe by another example: stop that, or EXAMPLE_PORT=5174 npm run example -- ${name}`,
    );
    process.exitCode = 1;
  });
  server.listen(Number(wanted), '127.0.0.1', () => {
    const { port } = server.address() as { port: number }; // a socket of a port, not of a path
    console.log(`http://127.0.0.1:${port}/ (another API: ?api=http://host:port/api/v1); Ctrl-C stops it`);
  });
} else if (program) {
  spawn(process.execPath, [program, ...args], { stdio: 'inherit' }).once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
