using System.Globalization;
using Fusion.Runtime;

namespace Fusion.Training;

/// <summary>Looks for the first value of a step that is no finite number, and for the largest gradient of a parameter, while the step is
/// made once more.</summary>
internal sealed unsafe class StepInspection(StepValue[] values)
{
    /// <summary>How the compiler calls the gradients whose squares a step adds.</summary>
    private const string Gradient = "the gradient of '";

    private int _next;
    private float _size;

    /// <summary>What was found, as the end of a sentence; null where nothing was.</summary>
    public string? Found { get; private set; }

    /// <summary>The largest gradient, as the end of a sentence; null where there is none.</summary>
    public string? Largest { get; private set; }

    /// <summary>Called behind each kernel, in their order.</summary>
    public void Look(int kernel, KernelArguments* arguments)
    {
        for (; Found is null && _next < values.Length && values[_next].Kernel <= kernel; _next++)
        {
            StepValue value = values[_next];
            float* memory = value.Binding < 0 ? arguments->Workspace : (float*)arguments->Bindings[value.Binding];
            if (value.FindNotFinite(memory) is { } element) Found = Describe(element, value.Name);
            else if (value.Name.StartsWith(Gradient, StringComparison.Ordinal) && value.FindLargest(memory) is var large
                && Math.Abs(large) > _size) (_size, Largest) = (Math.Abs(large), Describe(large, value.Name));
        }
    }

    public static string Describe(float element, string place) => string.Create(CultureInfo.InvariantCulture, $"{element} in {place}");
}
