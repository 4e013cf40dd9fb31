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
    public Task ChannelsFirst() => VerifyCode(SmallNetworks.ChannelsFirst, nameof(ChannelsFirst));

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

    /// <summary>Of the step, only its backward pass: from the gradient of the loss to the guard.</summary>
    [Fact]
    public Task TrainedBlock()
    {
        List<string> lines = OfAvx2(Project.GeneratedText(SmallNetworks.TrainedBlock));
        int first = lines.FindIndex(line => line.Contains("<summary>MeanSquaredError: MeanSquaredErrorGradient"));
        int last = lines.FindIndex(line => line.Contains("<summary>step: whether the loss"));
        return Verifier.Verify(string.Join("\n", lines.Take(last).Skip(first)), "cs");
    }

    private static Task VerifyCode(string source, string method) =>
        Verifier.Verify(string.Join("\n", OfAvx2(Project.GeneratedText(source))), "cs", method: method);

    private static List<string> OfAvx2(string text)
    {
        var lines = new List<string>();
        bool skips = false;
        foreach (string line in text.Split('\n'))
        {
            if (line.EndsWith("class Avx512Kernels", StringComparison.Ordinal)
                || line.EndsWith("class PortableKernels", StringComparison.Ordinal)) skips = true;
            if (!skips) lines.Add(line);
            if (line == "    }") skips = false;
        }

        return lines;
    }
}
