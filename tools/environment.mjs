// @ts-check
/** Where things are, and the environment that keeps every child process inside the checkout and the cache folder. */
import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = fileURLToPath(new URL("..", import.meta.url));

// The XDG specification tells to ignore relative paths.
const xdgCache = isAbsolute(process.env.XDG_CACHE_HOME ?? "") ? process.env.XDG_CACHE_HOME : "";

/** `$XDG_CACHE_HOME/encdec`, by default `~/.cache/encdec`. */
export const cacheFolder = join(xdgCache || join(homedir(), ".cache"), "encdec");

/**
 * The caller's environment with the folders of npm, pnpm and turbo moved into the cache folder.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnvironment() {
  return {
    ...process.env,
    npm_config_cache: join(cacheFolder, "npm"),
    npm_config_update_notifier: "false",
    npm_config_fund: "false",
    npm_config_audit: "false",
    // Without a network the answer should come in seconds.
    npm_config_fetch_retry_mintimeout: "1000",
    npm_config_fetch_retry_maxtimeout: "5000",
    npm_config_store_dir: join(cacheFolder, "pnpm", "store"),
    npm_config_cache_dir: join(cacheFolder, "pnpm", "cache"),
    npm_config_state_dir: join(cacheFolder, "pnpm", "state"),
    PNPM_HOME: join(cacheFolder, "pnpm", "home"),
    // Compiled JavaScript: commands begin a fifth sooner on Node.js 22.1 and later.
    NODE_COMPILE_CACHE: join(cacheFolder, "node"),
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
    // Its cache would be in the system's folder for temporary files, and gains nothing here.
    TSX_DISABLE_CACHE: "1",
  };
}

/**
 * Whether Node.js was started on this module.
 *
 * @param {string} url The module's `import.meta.url`.
 */
export function isEntryPoint(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}
