using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Diagnostics;

/// <summary>
/// Every rule, one per file: FUS0xx for the declaration, FUS1xx for shapes, FUS2xx for fusion and back end, FUS3xx for training, FUS9xx for
/// defects of the generator. A message says what was found, what was expected and how to mend it; where it is only a placeholder, Lower
/// writes it.
/// </summary>
internal static partial class Rules
{
    // A property: the fields of the other parts may be initialised after those of this one.
    public static IReadOnlyList<DiagnosticDescriptor> All =>
    [
        NotPartial,
        ContainingTypeNotPartial,
        UnsuitableClass,
        NoLayers,
        MissingShape,
        InvalidShape,
        ConflictingShapes,
        ConflictingNames,
        GeneratedMember,
        EmptyLayer,
        NotALayer,
        UnusedLayer,
        UnknownLayer,
        UnsupportedSyntax,
        ForwardSignature,
        LayersInSeveralParts,
        LayerType,
        UncallableMethod,
        Numbering,
        ExpressionSyntax,
        UnknownName,
        UnsupportedExpression,
        UnexpectedValue,
        Arithmetic,
        UnusableArgument,
        Thrown,
        NotABlock,
        ForeignBlock,
        BlockArguments,
        Recursion,
        Repeat,
        BlockParameterType,
        UnsuitableBlock,
        BlockInputs,
        LayerArray,
        NetworkOfBlock,
        TooManySteps,
        DuplicateParameter,
        DifferentParameters,
        ConfusableSizes,
        SharedParameter,
        InvalidName,
        TooDeep,
        ExpressionDepth,
        LinearPerPosition,
        NormOfOne,
        ShapeOrder,
        UnusedValue,
        LayerIsNoField,
        UnusedMethod,
        TapName,
        DuplicateTap,
        DifferentTaps,
        NoEffect,
        UnknownToFusion,
        ShapeMismatch,
        UnsafeCode,
        UnsupportedNetwork,
        NarrowVectors,
        TuningLine,
        InstructionSetNames,
        NoKernel,
        GpuPrecisionNames,
        LanguageVersion,
        TrainingDeclaration,
        AlignmentDeclaration,
        WeightConstraint,
        InternalError,
        NotGenerated,
    ];

    public static DiagnosticDescriptor Find(string id) => All.FirstOrDefault(rule => rule.Id == id) ?? InternalError;
}
