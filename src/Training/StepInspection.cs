using System.Globalization;
using Fusion.Runtime;

namespace Fusion.Training;

/// <summary>Looks for the first value of a step that is no finite number, while the step is made once more.</summary>
internal sealed unsafe class StepInspection(StepValue[] values)
{
    private int _next;

    /// <summary>What was found, as the end of a sentence; null where nothing was.</summary>
    public string? Found { get; private set; }

    /// <summary>Called behind each kernel, in their order.</summary>
    public void Look(int kernel, KernelArguments* arguments)
    {
        for (; Found is null && _next < values.Length && values[_next].Kernel <= kernel; _next++)
        {
            StepValue value = values[_next];
            float* memory = value.Binding < 0 ? arguments->Workspace : (float*)arguments->Bindings[value.Binding];
            if (value.FindNotFinite(memory) is { } element) Found = Describe(element, value.Name);
        }
    }

    public static string Describe(float element, string place) => string.Create(CultureInfo.InvariantCulture, $"{element} in {place}");
}
