using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Generator.Tests.Generated;

/// <summary>Declarations with something broken in them: the generator never throws, and adds no errors of its own.</summary>
public class FuzzTests
{
    private const int SeedsPerTest = 50;
    private static readonly string[] Spare =
        ["0", "-1", "1", "2147483647", "3.5", "\"width\"", "\"\"", "\"(2, 1)\"", "null", "true", "x", "(", ")", "{", "}", ",", "Layer",
            "Tensor", "Relu", "[Relu]", "+", "?", "\"x.Channels / 0\"", "Repeat = -1",
            "Repeat(2)", "Continue(nameof(low))", "Layer[]", "Layer<Tensor[]>", "foreach", "while", "switch", "throw", "break", "=>", "..",
            "params", "static", "index", "[0]"];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Broken_declarations(int group)
    {
        for (int seed = group * SeedsPerTest; seed < (group + 1) * SeedsPerTest; seed++)
        {
            string source = Mutate(Declarations.All[seed % Declarations.All.Count], new Random(seed));
            var (compilation, result) = Project.Generate(Project.Compile(source));
            Assert.Null(result.Results.Single().Exception);
            var diagnostics = (await Project.AnalyzeAsync(compilation)).Concat(result.Diagnostics);
            Assert.All(diagnostics, diagnostic =>
                Assert.False(diagnostic.Id.StartsWith("FUS9", StringComparison.Ordinal)
                || diagnostic.Id is "AD0001", $"seed {seed}: {diagnostic}\n{source}"));

            // What C# finds wrong, it finds in the user's own source. Checked for some, because it means to compile the kernels.
            foreach (SyntaxTree tree in result.GeneratedTrees.Where(tree => seed % 8 == 0 || tree.Length < 10_000))
            {
                Assert.All(
                    compilation.GetSemanticModel(tree).GetDiagnostics()
                        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error),
                    diagnostic => Assert.Fail($"seed {seed}: {diagnostic}\n{source}"));
            }
        }
    }

    /// <summary>Removes, repeats, swaps or replaces one to three tokens.</summary>
    private static string Mutate(string source, Random random)
    {
        List<string> tokens = [.. SyntaxFactory.ParseTokens(source).Select(token => token.ToFullString())];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(tokens.Count), other = random.Next(tokens.Count);
            switch (random.Next(5))
            {
                case 0: tokens.RemoveAt(at); break;
                case 1: tokens.Insert(at, tokens[at]); break;
                case 2: (tokens[at], tokens[other]) = (tokens[other], tokens[at]); break;
                case 3: tokens[at] = " " + Spare[random.Next(Spare.Length)] + " "; break;
                default: tokens[at] = Scratch(tokens[at], random); break;
            }
        }

        return string.Concat(tokens);
    }

    /// <summary>One character of a token is lost or doubled: mostly in names, numbers and expression strings.</summary>
    private static string Scratch(string token, Random random)
    {
        if (token.Length == 0) return token;
        int at = random.Next(token.Length);
        return random.Next(2) == 0 ? token.Remove(at, 1) : token.Insert(at, token[at].ToString());
    }
}
