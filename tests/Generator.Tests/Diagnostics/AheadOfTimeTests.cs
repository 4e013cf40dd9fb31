using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS203: what the project file says about compiling ahead of time.</summary>
public class AheadOfTimeTests
{
    [Theory]
    [InlineData("", "not set")]
    [InlineData("x86-64-v2", "'x86-64-v2'")]
    [InlineData("sse4.2,popcnt", "'sse4.2,popcnt'")]
    [InlineData("avx", "'avx'")]
    [InlineData("x86-64-v3, -avx2", "'x86-64-v3, -avx2'")]
    public async Task Instruction_sets_without_wide_vectors_are_reported(string sets, string found)
    {
        Diagnostic diagnostic = Assert.Single(await DiagnoseAsync("true", sets, "linux-x64"));
        Assert.Equal("FUS203", diagnostic.Id);
        Assert.Equal(
            "Published ahead of time, the network 'Net' gets kernels without wide vectors and fused multiply-add, hundreds of times " +
            $"slower, because IlcInstructionSet is {found}; "
                + "set it to x86-64-v3 (AVX2) or x86-64-v4 (AVX-512), or leave it out of the project file",
            diagnostic.GetMessage());
        Assert.Equal("Net", diagnostic.Location.SourceTree!.ToString()
            .Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
    }

    [Theory]
    [InlineData("true", "x86-64-v3", "linux-x64")]
    [InlineData("true", "X86-64-V4", "win-x64")]
    [InlineData("true", "native", "linux-x64")]
    [InlineData("true", "bmi, +avx2", "linux-x64")]
    [InlineData("true", "", "linux-arm64")]
    [InlineData("", "", "linux-x64")]
    [InlineData("false", "x86-64-v2", "linux-x64")]
    public async Task Nothing_else_is_reported(string publishAot, string sets, string target) =>
        Assert.Empty(await DiagnoseAsync(publishAot, sets, target));

    [Fact]
    public async Task Without_a_target_it_is_the_machine_that_publishes()
    {
        Assert.Single(await DiagnoseAsync("true", "x86-64-v2", "", "linux-x64"));
        Assert.Empty(await DiagnoseAsync("true", "", "", "osx-arm64"));
    }

    private static Task<IReadOnlyList<Diagnostic>> DiagnoseAsync(string publishAot, string sets, string target, string machine = "") =>
        Project.DiagnoseAsync(
        Project.Compile("[FusedNetwork(8)] partial class Net { [Linear(4)] Layer a; }"),
        new AnalyzerOptions([], new ProjectProperties(
            ("PublishAot", publishAot), ("IlcInstructionSet", sets), ("RuntimeIdentifier", target),
            ("NETCoreSdkRuntimeIdentifier", machine))));
}
