using Fusion.Compiler;
using Fusion.Compiler.Declarations;
using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Emit;

namespace Fusion.Generator.Parse;

/// <summary>A training as Parse leaves it for the generator: values only.</summary>
/// <param name="Class">The class that is extended.</param>
/// <param name="CanExtend">Whether a generated part can join it at all.</param>
/// <param name="Network">The network's declaration; null where it is wrong, or there is none.</param>
/// <param name="Spec">Losses and optimiser.</param>
/// <param name="Mistake">What is wrong with the training; empty where nothing is, or others report it.</param>
internal sealed record TrainingModel(NetworkClass Class, bool CanExtend, NetworkSpec? Network, TrainingSpec Spec, string Mistake)
{
    /// <summary>The teacher; null where there is none.</summary>
    public TeacherModel? Teacher { get; init; }

    /// <summary>Whether an alignment is wrong by itself, which is reported for its class.</summary>
    public bool IsAlignmentWrong { get; init; }

    /// <summary>Which of the class's attributes the mistake is about; −1 for that of the training.</summary>
    public int MistakenAttribute { get; init; } = -1;

    /// <summary>The attributes of the losses, in the order of <see cref="TrainingSpec.Losses"/>.</summary>
    public EquatableArray<int> Losses { get; init; } = [];
}

/// <summary>The teacher of a training.</summary>
/// <param name="Type">The class by its full name.</param>
/// <param name="Access">Who may see the class: <c>public</c> or <c>internal</c>.</param>
/// <param name="Network">Its declaration; null where it is wrong.</param>
internal sealed record TeacherModel(string Type, string Access, NetworkSpec? Network);
