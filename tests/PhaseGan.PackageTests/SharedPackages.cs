using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>Tests that share the packed packages and what is compiled ahead of time, which are made once.</summary>
[CollectionDefinition("Packages")]
public sealed class SharedPackages : ICollectionFixture<PackedFeed>, ICollectionFixture<NativeBuilds>;
