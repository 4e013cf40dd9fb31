using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Snapshots;

/// <summary>
/// The generated part of networks that between them show every fusion. Of the three back ends, which differ in little but the width of
/// their vectors, only AVX2 is kept. After a wanted change: <c>VERIFY_ACCEPT=1 dotnet test tests/Generator.Tests --filter Snapshots</c>.
/// </summary>
public class GeneratedCodeTests
{
    [Fact]
    public Task Residual() => VerifyCode(SmallNetworks.Residual, nameof(Residual));

    [Fact]
    public Task SqueezeExcite() => VerifyCode(SmallNetworks.SqueezeExcite, nameof(SqueezeExcite));

    [Fact]
    public Task InvertedResidual() => VerifyCode(SmallNetworks.InvertedResidual, nameof(InvertedResidual));

    [Fact]
    public Task Siblings() => VerifyCode(SmallNetworks.Siblings, nameof(Siblings));

    [Fact]
    public Task Taps() => VerifyCode(SmallNetworks.Taps, nameof(Taps));

    [Fact]
    public Task NarrowWeights() => VerifyCode(SmallNetworks.NarrowWeights, nameof(NarrowWeights));

    private static Task VerifyCode(string source, string method)
    {
        var lines = new List<string>();
        bool skips = false;
        foreach (string line in Project.GeneratedText(source).Split('\n'))
        {
            if (line.EndsWith("class Avx512Kernels", StringComparison.Ordinal)
                || line.EndsWith("class PortableKernels", StringComparison.Ordinal)) skips = true;
            if (!skips) lines.Add(line);
            if (line == "    }") skips = false;
        }

        return Verifier.Verify(string.Join("\n", lines), "cs", method: method);
    }
}
