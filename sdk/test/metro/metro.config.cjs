/** As React Native's own configuration, as far as resolving and transforming code goes. */
module.exports = {
  resolver: { unstable_enablePackageExports: true, unstable_conditionNames: ['react-native'], useWatchman: false },
  transformer: {
    babelTransformerPath: require.resolve('@react-native/metro-babel-transformer'),
    enableBabelRCLookup: false,
  },
  cacheStores: [],
};
