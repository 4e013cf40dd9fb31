using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Compiler.Differentiate;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>Reads a training: the network that it names, its teacher, its losses and its optimiser.</summary>
internal static class TrainingReader
{
    public static TrainingModel Read(ParseSession session, INamedTypeSymbol type)
    {
        var reader = new TypeReader(session, type, isNetwork: true);
        bool canExtend = NetworkReader.CheckClass(session, reader, ClassRole.Training);
        NetworkHead head = NetworkReader.ReadHead(session, type, canExtend);
        AttributeData attribute = type.GetAttributes().First(candidate =>
            KnownTypes.IsNamed(candidate.AttributeClass, KnownTypes.TrainingAttribute));
        NetworkSpec? network = null;
        string mistake = attribute.ConstructorArguments.FirstOrDefault().Value is INamedTypeSymbol target
            ? ReadOwnNetwork(session, target, "trained", out network)
            : "it names no network; write [Training(typeof(Student))] with the network's class.";
        DeclarationMistake? own = TrainingCheck.Find(type);
        if (own is not null) mistake = own.Text;
        TeacherModel? teacher = null;
        if (new NamedArguments(attribute).Value("Teacher") is INamedTypeSymbol found)
        {
            string unusable = ReadOwnNetwork(session, found, "run as a teacher", out NetworkSpec? declared);
            if (mistake.Length == 0) mistake = unusable;
            teacher = new TeacherModel(TypeReader.KeyOf(found), AccessOf(found), declared);
        }
        // What is wrong with the class itself is reported as for networks.
        bool isRight = head.CanExtend && !session.Failed;
        TrainingAlignments alignments = TrainingAlignments.Read(session, type, attribute);
        bool isMistaken = mistake.Length == 0 && alignments.Mistake.Length > 0;
        if (isMistaken) mistake = alignments.Mistake;
        TrainingSpec spec = ReadSpec(type, attribute) with { Alignments = alignments.Specs };
        return new TrainingModel(head.Class, isRight, mistake.Length > 0 ? null : network, spec, mistake)
        {
            Teacher = teacher,
            IsAlignmentWrong = alignments.IsWrong,
            MistakenAttribute = own?.Attribute ?? (isMistaken ? alignments.Mistaken : -1),
            Losses = LossesOf(type),
        };
    }

    /// <summary>A network whose class the training's own attribute names.</summary>
    private static string ReadOwnNetwork(ParseSession session, INamedTypeSymbol target, string use, out NetworkSpec? network)
    {
        network = null;
        return target.Name == "Loss"
            ? "the network is called 'Loss', as the generated type with a step's results is, which typeof(Loss) would find; rename it."
            : ReadNetwork(session, target, use, out network);
    }

    /// <param name="use">What is done with the network, in words.</param>
    /// <param name="network">Null where the declaration is wrong, which is reported at its own place.</param>
    /// <returns>Why the class cannot be used; empty where it can, or its own mistakes come first.</returns>
    public static string ReadNetwork(ParseSession session, INamedTypeSymbol target, string use, out NetworkSpec? network)
    {
        network = null;
        if (!KnownTypes.Has(target, KnownTypes.FusedNetworkAttribute))
            return $"{target.Name} is no network; a class with [FusedNetwork] was expected.";
        if (!session.CanRead(target))
            return $"{target.Name} is declared in another project; a network is {use} in the project that declares it.";
        var own = new ParseSession(session.Compilation, session.Runtime, null, session.Cancellation);
        NetworkModel model = NetworkReader.Read(own, target);
        if (model.Spec is { Sizes.Count: > 1 })
            return $"{model.Head.ClassName} is declared for several sizes; a network of one size was expected.";
        network = model.Spec;
        return "";
    }

    private static EquatableArray<int> LossesOf(INamedTypeSymbol type)
    {
        var attributes = type.GetAttributes();
        return Enumerable.Range(0, attributes.Length).Where(i => LossTable.Read(attributes[i]) is not null).ToEquatableArray();
    }

    private static TrainingSpec ReadSpec(INamedTypeSymbol type, AttributeData training)
    {
        var losses = type.GetAttributes().Select(LossTable.Read).Where(loss => loss is not null).Select(loss => loss!).ToEquatableArray();
        Optimizer? optimizer = type.GetAttributes().Select(OptimizerTable.Read).FirstOrDefault(found => found is not null);
        var arguments = new NamedArguments(training);
        return new TrainingSpec(arguments.Int("Batch", 32), losses, optimizer, arguments.Texts("Frozen"),
            arguments.Number("StatisticsMomentum", 0.1));
    }

    /// <summary>Members that take a class may be seen by no more than the class.</summary>
    private static string AccessOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
            if (outer.DeclaredAccessibility != Accessibility.Public) return "internal";
        return "public";
    }
}
