using Fusion.Compiler;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Fusion.Generator;

/// <summary>The project's additional files with measured choices: those whose name ends in <c>fusion.tuning</c>.</summary>
internal static class TuningFiles
{
    public const string Suffix = "fusion.tuning";

    public static bool IsOne(AdditionalText file) => file.Path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    public static Tuning Read(AdditionalText file, CancellationToken cancellation) =>
        file.GetText(cancellation) is { } text ? TuningFile.Parse(text.ToString()).Tuning : Tuning.None;

    public static Tuning Join(IEnumerable<Tuning> files) => new(files.SelectMany(file => file.Layers).ToEquatableArray());

    /// <summary>Reports every line that says nothing.</summary>
    public static void Check(AdditionalText file, CancellationToken cancellation, Action<Diagnostic> report)
    {
        if (!IsOne(file) || file.GetText(cancellation) is not { } text) return;
        foreach (TuningMistake mistake in TuningFile.Parse(text.ToString()).Mistakes)
        {
            TextSpan span = mistake.Line < text.Lines.Count ? text.Lines[mistake.Line].Span : default;
            report(Diagnostic.Create(Rules.TuningLine, Location.Create(file.Path, span, text.Lines.GetLinePositionSpan(span)),
                mistake.Message));
        }
    }
}
