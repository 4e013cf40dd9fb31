using System.Globalization;
using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Generated;

/// <summary>The generated text as such: it compiles without a warning, and it is the same everywhere.</summary>
public class GeneratedCodeTests
{
    /// <summary>With nullable and checked arithmetic on, all warnings shown.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Compiles_without_a_warning(int declaration) =>
        Assert.Empty(await Project.DiagnoseAsync(Project.Compile(Declarations.All[declaration])));

    [Fact]
    public async Task Compiles_in_a_project_that_sees_nullable_differently_and_is_released()
    {
        var options = Project.Options
            .WithNullableContextOptions(Microsoft.CodeAnalysis.NullableContextOptions.Disable)
            .WithOptimizationLevel(Microsoft.CodeAnalysis.OptimizationLevel.Release);
        Assert.Empty(await Project.DiagnoseAsync(Project.Compile(options, Declarations.Residual)));
    }

    [Fact]
    public void Same_input_gives_the_same_text()
    {
        string[] sources = [.. Declarations.All];
        string first = Project.GeneratedText(sources);
        Assert.Contains("Residual", first);
        Assert.Equal(first, Project.GeneratedText(sources));
        Assert.DoesNotContain("\r", first);
    }

    [Fact]
    public void Direct_arithmetic_reaches_the_kernels()
    {
        const string declaration = """
            using Fusion;

            [FusedNetwork(56, 56, 64ARITHMETIC)]
            public partial class Network
            {
                [Conv(64, 3)] Layer conv;
            }
            """;
        Assert.Contains("packer.Winograd(", Project.GeneratedText(declaration.Replace("ARITHMETIC", "")));
        Assert.Contains("packer.Winograd(", Project.GeneratedText(declaration.Replace("ARITHMETIC", ", Arithmetic = Arithmetic.Fast")));
        string direct = Project.GeneratedText(declaration.Replace("ARITHMETIC", ", Arithmetic = Arithmetic.Direct"));
        Assert.Contains("packer.Convolution(", direct);
        Assert.DoesNotContain("Winograd", direct);
    }

    [Fact]
    public void Weights_in_BF16_reach_the_kernels_and_the_plan()
    {
        const string declaration = """
            using Fusion;

            [FusedNetwork(512STORAGE)]
            public partial class Network
            {
                [Linear(512), Relu] Layer large;
                [Linear(10)] Layer small;
            }
            """;
        string wide = Project.GeneratedText(declaration.Replace("STORAGE", ""));
        Assert.Equal(wide, Project.GeneratedText(declaration.Replace("STORAGE", ", Weights = WeightStorage.Float32")));
        Assert.DoesNotContain("BF", wide);
        string narrow = Project.GeneratedText(declaration.Replace("STORAGE", ", Weights = WeightStorage.BFloat16"));
        Assert.Contains("packer.BFloat16(8).Convolution(", narrow);
        Assert.Contains("large: linear 512→512, Relu, weights in BF16", narrow);
        Assert.DoesNotContain("linear 512→10, weights in BF16", narrow);
        // One of several attributes speaks for the class.
        string twice = declaration.Replace("STORAGE", ", Weights = WeightStorage.BFloat16")
            .Replace("[FusedNetwork(512", "[FusedNetwork(2, 512)]\n[FusedNetwork(512");
        Assert.Contains("packer.BFloat16(8).Convolution(", Project.GeneratedText(twice));
    }

    [Fact]
    public void Culture_with_another_minus_sign_gives_the_same_text()
    {
        string expected = Project.GeneratedText([.. Declarations.All]);
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "\u2212";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal("\u22121,5", (-1.5).ToString(CultureInfo.CurrentCulture));
            Assert.Equal(expected, Project.GeneratedText([.. Declarations.All]));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>What functions make in the network's own Forward has no name of its own.</summary>
    [Theory]
    [InlineData("var y = Relu(a(x)); return Concat(y, Concat(y, x));")]
    [InlineData("var y = a(x) * b(x); return Flatten(Softmax(Reshape(Concat(y, y), 8, 8, 8)));")]
    [InlineData("return Reshape(Slice(a(x), 1, 2), 16, 8);")]
    [InlineData("var y = Relu(x); return Concat(x, y, y, x);")]
    [InlineData("return Flatten(Concat(Append(x, x), Append(x, Relu(x))));")]
    public void Lines_of_the_plan_say_what_they_speak_of(string body)
    {
        string text = Project.GeneratedText(
            "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(4, 3)] Layer a; [Conv(4, 1)] Layer b; "
            + $"Tensor Forward(Tensor x) {{ {body} }} }}");
        string plan = text[text.LastIndexOf("const string FusionPlan", StringComparison.Ordinal)..];
        plan = plan[..plan.IndexOf(";\n", StringComparison.Ordinal)];
        Assert.Contains("operations in", plan);
        Assert.DoesNotMatch(@"\d  : |copies  |\n *: |of ,", plan);
    }
}
