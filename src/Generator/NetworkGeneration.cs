using Fusion.Compiler;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Lower;
using Fusion.Generator.Diagnostics;
using Fusion.Generator.Parse;

namespace Fusion.Generator;

/// <summary>
/// From a read declaration to the text of its files: the members, and one of each target. A wrong declaration gives members that throw, and
/// no others; the analyzer says why.
/// </summary>
/// <remarks>The members and the targets' files plan the network anew: that takes a tenth of the time that printing its kernels does, and
/// no plan is kept in memory.</remarks>
internal sealed record NetworkGeneration(NetworkModel Model, ProjectOptions Project)
{
    /// <summary>Every choice made; null where the declaration is wrong.</summary>
    internal delegate PlannedNetwork? Planner(out string mistake);

    public GeneratedSource Members(CancellationToken cancellation) => Members(Plan, NetworkEmitter.Members, cancellation);

    /// <summary>What the targets run.</summary>
    public IReadOnlyList<GeneratedSource> Files(CancellationToken cancellation) => Files(Plan, NetworkEmitter.File, cancellation);

    /// <param name="plan">Plans the network; tests put one that fails.</param>
    /// <param name="emit">Prints it.</param>
    /// <param name="cancellation">Looked at before anything is done.</param>
    internal GeneratedSource Members(Planner plan, Func<PlannedNetwork, string> emit, CancellationToken cancellation)
    {
        if (Model.Failed) return GeneratedSource.None(Model.Head.ClassName) with { Failure = Model.Mistake };
        string hintName = HintName("");
        try
        {
            cancellation.ThrowIfCancellationRequested();
            PlannedNetwork? network = plan(out string mistake);
            string text = network is not null ? emit(network)
                : Placeholder($"The declaration of the network {Model.Head.ClassName} is wrong. {mistake}".TrimEnd(),
                    PlaceholderPart.Marker);
            return new GeneratedSource(hintName, text, Model.Head.ClassName, "") { IsPlaceholder = network is null };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            GeneratedSource failed = Failed(exception);
            string message = exception is NotSupportedException ? failed.Failure : "The generator failed: " + failed.Failure;
            return failed with { HintName = hintName, Text = Placeholder(message, PlaceholderPart.FailureMarker) };
        }
    }

    /// <inheritdoc cref="Members(Planner, Func{PlannedNetwork, string}, CancellationToken)"/>
    internal IReadOnlyList<GeneratedSource> Files(
        Planner plan, Func<PlannedNetwork, PlannedTarget, string> emit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Model.Failed || !Model.Head.CanExtend) return [];
        PlannedNetwork? network;
        try
        {
            network = plan(out _);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The members say so.
            return [];
        }
        return network is null ? [] : [.. network.Targets.Select(target => Print(target, () => emit(network, target)))];
    }

    private GeneratedSource Print(PlannedTarget target, Func<string> print)
    {
        try
        {
            return GeneratedSource.None(Model.Head.ClassName) with { HintName = HintName("." + target.FileName), Text = print() };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return Failed(exception);
        }
    }

    public static string OneLine(string text) => text.Replace('\r', ' ').Replace('\n', ' ');

    private PlannedNetwork? Plan(out string mistake)
    {
        mistake = Model.Mistake;
        if (Model.Spec is not { } spec) return null;
        LoweringResult result = Lowering.Lower(spec);
        mistake = result.Errors.FirstOrDefault()?.ToString() ?? "";
        return result.Errors.Count > 0 ? null : NetworkCompiler.Plan(spec, result.Graphs, Project);
    }

    /// <summary>The name of a file; none where no part can join the class.</summary>
    private string HintName(string of) => Model.Head.CanExtend ? Model.Head.Class.UniqueName + of + ".g.cs" : "";

    private GeneratedSource Failed(Exception exception)
    {
        string message = OneLine(exception.Message).TrimEnd('.');
        GeneratedSource none = GeneratedSource.None(Model.Head.ClassName);
        return exception is NotSupportedException ? none with { Failure = message, Rule = Rules.UnsupportedNetwork.Id }
            : none with { Failure = exception.GetType().Name + ": " + message };
    }

    private string Placeholder(string message, string marker) => PlaceholderPart.Write(
        Model.Head.Class, Model.Head.Inputs, Model.Head.Outputs, Model.Head.Ranks, Model.Head.Taken, TargetTable.For(Project), message,
        marker, Taps());

    /// <summary>The taps of a wrong declaration, so that reading them is no mistake of its own; null where there are none.</summary>
    private EquatableArray<string>? Taps() =>
        Model.Head.HasTaps && (Model.Spec ?? Model.Sketch) is { } spec ? Lowering.Lower(spec).Taps.ToEquatableArray() : null;
}
