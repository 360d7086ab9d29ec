// node download-mongod.mjs <folder> <version>: prints the path of an official mongod, downloaded and checked by its published checksum.
import { MongoBinary } from 'mongodb-memory-server-core/lib/util/MongoBinary.js';

const [downloadDir, version] = process.argv.slice(2);
process.stdout.write(await MongoBinary.getPath({ downloadDir, version, checkMD5: true, systemBinary: '' }));
