using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Fusion.Generator.Tests.Support;

/// <summary>Expects one mistake in a declaration, and nothing but it.</summary>
internal static class Mistake
{
    /// <summary>What users write beside the declaration; it must not turn into follow-up errors.</summary>
    private const string Use = """
        static class User
        {
            static void Main()
            {
                using var network = Net.Load("weights.safetensors", new NetworkOptions { Threads = 1 });
                float[] input = new float[1], output = new float[1];
                network.Run(input, output);
                Console.WriteLine($"{Net.ParameterCount} {Net.MultiplyAdds} {Net.WorkspaceBytes} {Net.FusionPlan} {Net.Description.Name}");
            }
        }
        """;

    /// <param name="markup">Source with <c>[|…|]</c> around the place where the diagnostic must be.</param>
    public static Task ExpectAsync(string markup, string id, string message) => ExpectAsync(markup, id, message, Use, Project.Options);

    public static async Task ExpectAsync(string markup, string id, string message, string? use, CSharpCompilationOptions options)
    {
        int start = markup.IndexOf("[|", StringComparison.Ordinal), end = markup.IndexOf("|]", StringComparison.Ordinal) - 2;
        string source = markup.Replace("[|", "").Replace("|]", "");
        IReadOnlyList<Diagnostic> diagnostics =
            await Project.DiagnoseAsync(Project.Compile(options, use is null ? [source] : [source, use]));

        Diagnostic diagnostic = Assert.Single(diagnostics, found => found.Id == id);
        Assert.Equal(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(source[start..end], Text(source, diagnostic.Location.SourceSpan));
        Assert.Equal(new TextSpan(start, end - start), diagnostic.Location.SourceSpan);
        Assert.True(diagnostics.Count == 1, "Follow-up errors:\n" + string.Join("\n", diagnostics));
    }

    private static string Text(string source, TextSpan span) =>
        span.End <= source.Length ? source.Substring(span.Start, span.Length) : span.ToString();
}
