namespace Fusion.Gpu.Devices;

/// <summary>Asks the drivers for their devices.</summary>
internal static class DeviceFinder
{
    /// <summary>All devices, the best first: CUDA, GPUs with OpenCL, processors with OpenCL, ILGPU's accelerator.</summary>
    public static IReadOnlyList<FoundDevice> Find()
    {
        DriverLibraries.Register();
        IEnumerable<FoundDevice> openCL = OpenCLDevices.Find().OrderBy(device => device.IsProcessor);
        return [.. WithUniqueNames([.. CudaDevices.Find(), .. openCL, CpuDevice.Found])];
    }

    /// <summary>The device of that name; otherwise the only one whose name has the text in it. Case does not matter.</summary>
    /// <exception cref="GpuException">There is none, or there are several; the message lists all devices.</exception>
    public static FoundDevice Named(string name)
    {
        IReadOnlyList<FoundDevice> all = Find();
        FoundDevice? exact = all.FirstOrDefault(device => device.Info.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (exact is not null) return exact;
        FoundDevice[] containing = [.. all.Where(device => device.Info.Name.Contains(name, StringComparison.OrdinalIgnoreCase))];
        if (containing.Length == 1) return containing[0];
        string problem = containing.Length == 0
            ? $"There is no device with '{name}' in its name"
            : $"{containing.Length} devices have '{name}' in their names";
        throw new GpuException($"{problem}. The devices are: {List(all)}.");
    }

    /// <summary>The first device that kernels can run on: there always is one.</summary>
    public static FoundDevice Best() => Find().First(device => device.Info.Problem is null);

    private static string List(IReadOnlyList<FoundDevice> devices) => string.Join(", ", devices.Select(device => $"'{device.Info.Name}'"));

    private static IEnumerable<FoundDevice> WithUniqueNames(IReadOnlyList<FoundDevice> devices)
    {
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (FoundDevice device in devices)
        {
            string name = device.Info.Name;
            int count = counts[name] = counts.GetValueOrDefault(name) + 1;
            yield return count == 1 ? device : device with { Info = device.Info with { Name = $"{name} #{count}" } };
        }
    }
}
