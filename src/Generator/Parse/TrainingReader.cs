using Fusion.Compiler;
using Fusion.Compiler.Differentiate;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>Reads a training: the network that it names, its losses and its optimiser.</summary>
internal static class TrainingReader
{
    public const string BaseType = "Fusion.Training.TrainingSession";

    public static TrainingModel Read(ParseSession session, INamedTypeSymbol type)
    {
        var reader = new TypeReader(session, type, isNetwork: true);
        bool canExtend = NetworkReader.CheckClass(session, reader, BaseType);
        NetworkHead head = NetworkReader.ReadHead(session, type, canExtend);
        AttributeData attribute = type.GetAttributes().First(candidate =>
            KnownTypes.IsNamed(candidate.AttributeClass, KnownTypes.TrainingAttribute));
        TrainingSpec spec = ReadSpec(type, attribute);
        string mistake = "";
        NetworkModel? network = null;
        if (attribute.ConstructorArguments.FirstOrDefault().Value is not INamedTypeSymbol target)
            mistake = "it names no network; write [Training(typeof(Student))] with the network's class.";
        else if (!KnownTypes.Has(target, KnownTypes.FusedNetworkAttribute))
            mistake = $"{target.Name} is no network; a class with [FusedNetwork] was expected.";
        else if (target.DeclaringSyntaxReferences.Length == 0)
            mistake = $"{target.Name} is declared in another project; a network is trained in the project that declares it.";
        else
            network = NetworkReader.Read(new ParseSession(session.Compilation, session.Runtime, null, session.Cancellation), target);
        if (mistake.Length == 0 && network!.Spec is { Sizes.Count: > 1 })
            mistake = $"{network.Head.ClassName} is declared for several sizes; a network of one size was expected.";
        return new TrainingModel(head.Class, head.CanExtend, mistake.Length > 0 ? null : network?.Spec, spec, mistake);
    }

    private static TrainingSpec ReadSpec(INamedTypeSymbol type, AttributeData training)
    {
        var losses = type.GetAttributes().Select(LossTable.Read).Where(loss => loss is not null).Select(loss => loss!).ToEquatableArray();
        Optimizer? optimizer = type.GetAttributes().Select(OptimizerTable.Read).FirstOrDefault(found => found is not null);
        var arguments = new NamedArguments(training);
        return new TrainingSpec(arguments.Int("Batch", 32), losses, optimizer, arguments.Texts("Frozen"),
            arguments.Number("StatisticsMomentum", 0.1));
    }
}
