using Fusion.Gpu;

// Copies values to every device that can be used, and back.
foreach (GpuDeviceInfo info in GpuDevice.List().Where(info => info.Problem is null))
{
    using GpuDevice device = GpuDevice.Open(info.Name);
    using GpuBuffer buffer = device.Allocate(3);
    buffer.CopyFrom([1, 2, 3]);
    float[] values = new float[3];
    buffer.CopyTo(values);
    Console.WriteLine($"{info.Kind}: {string.Join(", ", values)}");
}
