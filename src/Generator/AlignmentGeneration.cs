using Fusion.Compiler;
using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Emit.Alignments;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Lower;
using Fusion.Generator.Diagnostics;
using Fusion.Generator.Parse;

namespace Fusion.Generator;

/// <summary>From a read alignment that stands alone to the text of its files. A wrong one gives none; the analyzer says
/// why.</summary>
internal sealed record AlignmentGeneration(AlignmentDeclaration Declaration, ProjectOptions Project)
{
    public GeneratedSource Members(CancellationToken cancellation) =>
        Print((plan, described) => [("", NetworkEmitter.Members(plan, described))], cancellation)[0];

    /// <summary>What the targets run.</summary>
    public IReadOnlyList<GeneratedSource> Files(CancellationToken cancellation) =>
        Print((plan, _) => plan.Targets.Select(target => ("." + target.FileName, NetworkEmitter.File(plan, target))), cancellation);

    private IReadOnlyList<GeneratedSource> Print(
        Func<PlannedNetwork, AlignmentClass, IEnumerable<(string Of, string Text)>> emit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        GeneratedSource none = GeneratedSource.None(Declaration.Class.Name);
        if (!Declaration.CanExtend || Declaration is not { Student: { } student, Teacher: { } teacher }) return [none];
        LoweringResult own = Lowering.Lower(student), others = Lowering.Lower(teacher);
        if (own.Errors.Count > 0 || others.Errors.Count > 0) return [none];
        try
        {
            var teaching = new Teaching(own.Graphs[0], others.Graphs[0]);
            StandaloneAlignment alignment = Declaration.Alignment;
            Graph[] programs = [.. alignment.Programs.Select(program => alignment.Build(teaching, program))];
            NetworkClass type = Declaration.Class with
            {
                Programs = alignment.Programs.Select(program => program.ToString()).ToEquatableArray(),
            };
            IReadOnlyList<Target> targets = TargetTable.For(new CompileOptions(student.Arithmetic, WeightStorage.Float32, Project));
            var described = AlignmentClass.Of(alignment, teaching);
            PlannedNetwork plan = NetworkCompiler.Plan(type, programs, targets, NetworkCompiler.Remarks(described));
            return
            [
                .. emit(plan, described)
                    .Select(file => none with { HintName = Declaration.Class.UniqueName + file.Of + ".g.cs", Text = file.Text }),
            ];
        }
        catch (Exception exception) when (exception is AlignmentException or DifferentiationException or ShapeException)
        {
            return [none];
        }
        catch (NotSupportedException exception)
        {
            string message = NetworkGeneration.OneLine(exception.Message).TrimEnd('.');
            return [none with { Failure = message, Rule = Rules.UnsupportedNetwork.Id }];
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return [none with { Failure = exception.GetType().Name + ": " + NetworkGeneration.OneLine(exception.Message).TrimEnd('.') }];
        }
    }
}
