using Fusion.Compiler;
using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Emit.Alignments;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Lower;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Generator.Diagnostics;
using Fusion.Generator.Parse;

namespace Fusion.Generator;

/// <summary>From a read alignment that stands alone to the text of its two files. A wrong one gives none; the analyzer says
/// why.</summary>
internal sealed record AlignmentGeneration(AlignmentDeclaration Declaration, EquatableArray<InstructionSet> Sets)
{
    public GeneratedSource Members(CancellationToken cancellation) =>
        Print("", (plan, described) => NetworkEmitter.Members(plan, described), cancellation);

    public GeneratedSource Kernels(CancellationToken cancellation) =>
        Print(".Kernels", (plan, _) => NetworkEmitter.Kernels(plan), cancellation);

    private GeneratedSource Print(string of, Func<PlannedNetwork, AlignmentClass, string> emit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        GeneratedSource none = GeneratedSource.None(Declaration.Class.Name);
        if (!Declaration.CanExtend || Declaration is not { Student: { } student, Teacher: { } teacher }) return none;
        LoweringResult own = Lowering.Lower(student), others = Lowering.Lower(teacher);
        if (own.Errors.Count > 0 || others.Errors.Count > 0) return none;
        try
        {
            var teaching = new Teaching(own.Graphs[0], others.Graphs[0]);
            StandaloneAlignment alignment = Declaration.Alignment;
            Graph[] programs = [.. alignment.Programs.Select(program => alignment.Build(teaching, program))];
            var options = new ScheduleOptions(student.Arithmetic, Tuning.None) { Sets = Sets };
            var described = AlignmentClass.Of(alignment, teaching);
            string text = emit(NetworkCompiler.Plan(Declaration.Class, programs, options, NetworkCompiler.Remarks(described)), described);
            return none with { HintName = Declaration.Class.UniqueName + of + ".g.cs", Text = text };
        }
        catch (Exception exception) when (exception is AlignmentException or DifferentiationException or ShapeException)
        {
            return none;
        }
        catch (NotSupportedException exception)
        {
            string message = NetworkGeneration.OneLine(exception.Message).TrimEnd('.');
            return none with { Failure = message, Rule = Rules.UnsupportedNetwork.Id };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return none with { Failure = exception.GetType().Name + ": " + NetworkGeneration.OneLine(exception.Message).TrimEnd('.') };
        }
    }
}
